# R's numbers for the first reports of strangers.py, from the same files: alpha (psych), means, variances (lme4).
# Rscript benchmarks/strangers.R FOLDER   (Debian: r-cran-psych r-cran-lme4 r-cran-foreign)
suppressMessages({library(psych); library(lme4); library(foreign)})
folder <- commandArgs(trailingOnly = TRUE)[1]

scored <- function(items, turned, least) {
  items[turned] <- 6 - items[turned]
  list(items = items, score = ifelse(rowSums(!is.na(items)) >= least, rowMeans(items, na.rm = TRUE), NA))
}
tell <- function(name, scale, occasion, one) {
  alpha <- suppressWarnings(psych::alpha(one$items, check.keys = FALSE))$total$raw_alpha
  cat(sprintf("%s %s %s n=%d alpha=%.6f mean=%.6f sd=%.6f\n", name, scale, occasion, sum(!is.na(one$score)), alpha,
    mean(one$score, na.rm = TRUE), sd(one$score, na.rm = TRUE)))
}
variances <- function(name, scale, fit) {
  parts <- as.data.frame(VarCorr(fit))
  cat(name, scale, sprintf("n=%d", nobs(fit)), paste0(parts$grp, "=", sprintf("%.6f", parts$vcov)), "\n")
}

wards <- read.csv(file.path(folder, "wards_survey.csv"), fileEncoding = "UTF-8-BOM", na.strings = "")[-(1:2), ]
wards <- wards[wards$Q1 == "I agree", ]
labels <- c("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
for (scale in list(list("how_is_it_to_work_on_your_ward", paste0("Q3_", 1:10), c(3, 5, 8), 5),
                   list("how_busy_is_your_work", paste0("Q4_", 1:6), 3, 3))) {
  items <- as.data.frame(lapply(wards[scale[[2]]], match, labels))
  one <- scored(items, scale[[3]], scale[[4]])
  tell("wards", scale[[1]], "T0", one)
  variances("wards", scale[[1]], lmer(one$score ~ 1 + (1 | wards$Q2)))
}

waves <- lapply(0:2, function(wave) {
  own <- suppressWarnings(read.spss(file.path(folder, sprintf("tuinen_t%d.sav", wave)), to.data.frame = TRUE,
    use.value.labels = FALSE))
  cbind(own, occasion = paste0("T", wave))
})
for (scale in list(list("nat", 4, 3, 2), list("sam", 5, 3, 3), list("eet", 4, 3, 2))) {
  columns <- paste0(scale[[1]], seq_len(scale[[2]]))
  every <- lapply(waves, function(wave) {
    items <- wave[columns]
    items[items == 9] <- NA
    one <- scored(items, scale[[3]], scale[[4]])
    tell("gardens", paste0("scale_", scale[[1]]), wave$occasion[1], one)
    data.frame(score = one$score, person = wave$leerlingnr, team = wave$klas)
  })
  fit <- lmer(score ~ 1 + (1 | team) + (1 | person), do.call(rbind, every))
  variances("gardens", paste0("scale_", scale[[1]]), fit)
}
