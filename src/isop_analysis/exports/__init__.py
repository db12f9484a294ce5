"""What analysts take along to other programs: SPSS, R, tables with a data package. For analysts alone."""
