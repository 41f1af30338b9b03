"""
Papers: what the office hands out as a file, in the reader's language and in every script.

A paper is plain data (`report.Report`), which becomes a page, a PDF, a Word document or a
workbook. `served.answer` is what a view calls.
"""
