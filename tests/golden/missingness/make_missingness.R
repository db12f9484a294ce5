# Rscript make_missingness.R, in this folder: writes airquality.csv, leaving.csv and missingness_r.json.
suppressMessages({library(lavaan); library(clubSandwich); library(jsonlite)})

# Little's d2 (1988, equation 4) from lavaan's saturated moments by EM (divisor n) of standardised columns.
little <- function(d) {
  d <- d[rowSums(!is.na(d)) > 0, ]
  z <- as.data.frame(scale(d))
  fit <- lavCor(z, missing = "fiml", output = "fit", estimator = "ML", se = "none",
                em.h1.tol = 1e-13, em.h1.iter.max = 50000)
  S <- unclass(lavInspect(fit, "sampstat.h1")$cov)[names(z), names(z)]
  mu <- unclass(lavInspect(fit, "sampstat.h1")$mean)[names(z)]
  pattern <- apply(!is.na(z), 1, function(row) paste(as.integer(row), collapse = ""))
  d2 <- 0
  df <- -ncol(z)
  for (own in unique(pattern)) {
    rows <- pattern == own
    seen <- strsplit(own, "")[[1]] == "1"
    away <- colMeans(z[rows, seen, drop = FALSE]) - mu[seen]
    d2 <- d2 + sum(rows) * drop(t(away) %*% solve(S[seen, seen], away))
    df <- df + sum(seen)
  }
  list(statistic = d2, df = df, p_value = pchisq(d2, df, lower.tail = FALSE), n = nrow(d),
       patterns = length(unique(pattern)))
}

write.csv(airquality, "airquality.csv", row.names = FALSE)
holzinger <- read.csv("../structural/holzinger_missing.csv")
bfi <- read.csv("../scales/bfi_agreeableness.csv")

# Who left, invented: 160 people in 14 sites of unequal size.
set.seed(11)
site <- sort(sample(sprintf("S%02d", 1:14), 160, replace = TRUE, prob = (1:14)^0.7))
role <- sample(c("working", "future", "facilitator"), 160, replace = TRUE, prob = c(.35, .5, .15))
dose <- round(runif(160), 2)
score <- round(rnorm(160, 3.6, .6), 2)
eta <- -.6 + .8 * (role == "future") - 1.1 * dose + .4 * (score - 3.6) + rnorm(14, 0, .5)[factor(site)]
people <- data.frame(left = as.integer(runif(160) < plogis(eta)), role, dose, score, site)
people$score[c(3, 50, 111)] <- NA
write.csv(people, "leaving.csv", row.names = FALSE, na = "")
kept <- people[complete.cases(people), ]
kept$role <- relevel(factor(kept$role), "working")
fit <- glm(left ~ role + dose + score, binomial, kept, control = list(epsilon = 1e-14, maxit = 50))
tests <- coef_test(fit, vcov = "CR2", cluster = kept$site, test = "Satterthwaite")

# Two groups, and a share of 7 of 16.
few <- round(sleep$extra[1:8], 1)
many <- sleep$extra[11:20]
welch <- t.test(many, few)
pooled <- sqrt((7 * var(few) + 9 * var(many)) / 16)
wilson <- prop.test(7, 16, correct = FALSE)$conf.int

out <- list(
  versions = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")),
                  clubSandwich = as.character(packageVersion("clubSandwich"))),
  little = list(airquality = little(airquality), holzinger = little(holzinger[paste0("x", 1:9)]),
                bfi = little(bfi[grep("^A[1-5]$", names(bfi))])),
  leaving = list(term = rownames(tests), estimate = unname(coef(fit)), se = tests$SE, df = tests$df_Satt,
                 p_value = tests$p_Satt, n = nrow(kept), left = sum(kept$left)),
  groups = list(difference = (mean(many) - mean(few)) / pooled, ci_low = welch$conf.int[1] / pooled,
                ci_high = welch$conf.int[2] / pooled),
  wilson = as.numeric(wilson)
)
write_json(out, "missingness_r.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
