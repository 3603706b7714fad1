"""The pages of a plan: needs, priorities, tree, table, action sheets, workbooks."""
