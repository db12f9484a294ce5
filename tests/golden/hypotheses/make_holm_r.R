# Holm's adjusted p values by R's p.adjust; NA is a test without a p value that counts in n all the same.
families <- list(
  plain = c(0.012, 0.20, 0.03, 0.001, 0.64),
  ties = c(0.02, 0.02, 0.02, 0.5),
  untested = c(0.012, NA, 0.03, NA, 0.001),
  one = c(0.04),
  none = c(NA_real_, NA_real_),
  capped = c(0.4, 0.6, 0.9, 0, 1)
)
lines <- sapply(names(families), function(name) {
  p <- families[[name]]
  shown <- function(x) paste(ifelse(is.na(x), "null", sprintf("%.17g", x)), collapse = ", ")
  sprintf('"%s": {"p": [%s], "holm": [%s]}', name, shown(p), shown(p.adjust(p, "holm", n = length(p))))
})
writeLines(paste0("{", paste(lines, collapse = ",\n"), "}"), "holm_r.json")
