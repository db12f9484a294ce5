# Called by multilevel.py: Rscript multilevel.R <folder> <refits>; prints row,ms,value: the sum of criteria or df.
suppressMessages({
  library(lme4)
  library(lmerTest)
  library(pbkrtest)
})
arguments <- commandArgs(TRUE)
folder <- arguments[1]
quartile_ms <- function(run, seconds = 3) {
  run()
  taken <- c()
  while (sum(taken) < seconds && length(taken) < 200) {
    start <- Sys.time()
    run()
    taken <- c(taken, as.numeric(difftime(Sys.time(), start, units = "secs")))
  }
  1000 * unname(quantile(taken, 0.25))
}
say <- function(row, ms, value) cat(sprintf('"%s",%.4f,%.10g\n', row, ms, value))
cat("row,ms,value\n")
for (name in c("exam_slope", "exam_small", "participation")) {
  files <- list.files(folder, paste0("^", name, "_[0-9]+[.]csv$"), full.names = TRUE)
  model <- as.formula(paste(readLines(file.path(folder, paste0(name, ".txt")), warn = FALSE), collapse = " "))
  fits <- c()
  tests <- c()
  criteria <- 0
  df <- 0
  for (file in files) {
    data <- read.csv(file)
    fits <- c(fits, quartile_ms(function() suppressMessages(lme4::lmer(model, data))))
    fitted <- suppressMessages(lmerTest::lmer(model, data))
    criteria <- criteria + REMLcrit(fitted)
    test <- function() summary(fitted, ddf = "Kenward-Roger")$coefficients
    df <- df + sum(test()[, "df"])
    tests <- c(tests, quartile_ms(test))
  }
  say(paste0(name, ", fit"), mean(fits), criteria)
  say(paste0(name, ", Kenward-Roger"), mean(tests), df)
}
data <- read.csv(file.path(folder, "balanced.csv"))
outcomes <- as.matrix(read.csv(file.path(folder, "outcomes.csv")))
fitted <- lme4::lmer(y ~ x + (1 | group), data)
hundred <- function() for (row in seq_len(nrow(outcomes))) suppressMessages(refit(fitted, outcomes[row, ]))
refits <- as.numeric(arguments[2])
say(paste(refits, "refits, 30 x 10"), quartile_ms(hundred) * refits / nrow(outcomes), 0)
