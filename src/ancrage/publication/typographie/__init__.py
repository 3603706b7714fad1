"""French typography: numbers, percentages, periods, dates, spaces."""
