"""Take running contracts over: one by a form in steps, many by a workbook."""
