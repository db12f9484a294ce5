"""Writers: the same neutral contents as PDF, page or Word file."""
