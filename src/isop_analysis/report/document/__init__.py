"""What readers get to read: main messages, in brief, the report's chapters, as blocks without markup."""
