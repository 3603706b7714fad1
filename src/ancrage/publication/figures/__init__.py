"""One chart or map spec -> SVG (page, PDF), PNG (DOCX) and native chart data (PPTX)."""
