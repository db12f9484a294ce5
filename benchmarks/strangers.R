# R's numbers for the reports of strangers.py, from the same raw files and nothing of ours: reliability by psych (omega's
# one factor by lavaan), models by lme4 and lmerTest (Kenward-Roger), CR2 by clubSandwich, schools by lm.
# Rscript benchmarks/strangers.R FOLDER > numbers.csv
# (Debian: r-cran-psych r-cran-lme4 r-cran-lmertest r-cran-pbkrtest r-cran-lavaan r-cran-clubsandwich r-cran-haven r-cran-readxl)
suppressMessages({library(psych); library(lmerTest); library(lavaan); library(clubSandwich); library(haven); library(readxl)})
folder <- commandArgs(trailingOnly = TRUE)[1]
cat("study,table,key,quantity,value\n")
say <- function(study, table, key, ...) {
  values <- c(...)
  cat(sprintf('%s,%s,"%s",%s,%.12g\n', study, table, paste(key, collapse = "|"), names(values), values), sep = "")
}

# A scale: its items turned round, and the mean where enough were answered.
scored <- function(items, turned, least) {
  items[turned] <- 6 - items[turned]
  list(items = items, score = ifelse(rowSums(!is.na(items)) >= least, rowMeans(items, na.rm = TRUE), NA))
}
omega <- function(items) {
  items <- items[complete.cases(items), ]
  names(items) <- paste0("x", seq_along(items))
  fit <- cfa(paste("f =~", paste(names(items), collapse = " + ")), items, std.lv = TRUE)
  loadings <- lavInspect(fit, "est")$lambda
  sum(loadings)^2 / sum(cov(items) * (nrow(items) - 1) / nrow(items))
}
within_group <- function(items, group) {
  each <- split(items, group, drop = TRUE)
  each <- each[sapply(each, nrow) > 1]
  rwg <- sapply(each, function(own) {
    ratio <- mean(sapply(own, var, na.rm = TRUE)) / 2
    max(0, ncol(own) * (1 - ratio) / (ncol(own) * (1 - ratio) + ratio))
  })
  adm <- sapply(each, function(own) mean(sapply(own, function(x) mean(abs(x - mean(x, na.rm = TRUE)), na.rm = TRUE))))
  c(rwg_j_mean = mean(rwg), rwg_j_median = median(rwg), adm_mean = mean(adm))
}
between_groups <- function(score, group) {
  parts <- anova(lm(score ~ factor(group)))
  sizes <- table(as.character(group[!is.na(score)]))
  between <- parts[1, 3]; within <- parts[2, 3]
  k <- mean(sizes)
  random <- as.data.frame(VarCorr(lmer(score ~ 1 + (1 | group))))$vcov
  c(icc1 = (between - within) / (between + (k - 1) * within), icc2 = (between - within) / between,
    icc_reml = random[1] / sum(random), p_value = parts[1, 5])
}
measured <- function(study, scale, occasion, one, group) {
  key <- c(scale, occasion)
  asked <- one$items[colSums(!is.na(one$items)) > nrow(one$items) / 2]  # an item that one wave did not ask
  answered <- sum(rowSums(!is.na(asked)) > 0)
  alpha <- suppressWarnings(psych::alpha(asked, check.keys = FALSE, warnings = FALSE))$total$raw_alpha
  bounds <- psych::alpha.ci(alpha, answered, ncol(asked))
  say(study, "reliability", key, n = answered, alpha = alpha, alpha_ci_low = bounds$lower.ci,
    alpha_ci_high = bounds$upper.ci, omega_total = omega(asked))
  say(study, "scale_descriptives", key, n = sum(!is.na(one$score)), mean = mean(one$score, na.rm = TRUE),
    sd = sd(one$score, na.rm = TRUE))
  used <- !is.na(one$score)
  say(study, "agreement", key, between_groups(rowMeans(asked[used, ], na.rm = TRUE), group[used]), within_group(asked[used, ], group[used]))
}

# A model: fixed effects with Kenward-Roger's and with CR2's margins, variances, and the fit.
fitted_model <- function(study, model, scale, fit, cluster) {
  found <- summary(fit, ddf = "Kenward-Roger")$coefficients
  robust <- coef_test(fit, vcov = vcovCR(fit, type = "CR2", cluster = cluster), test = "Satterthwaite")
  for (place in seq_len(nrow(found))) {
    own <- found[place, ]
    half <- qt(.975, own[[3]]) * own[[2]]
    wide <- qt(.975, robust$df_Satt[place]) * robust$SE[place]
    say(study, "model_coefficients", c(model, scale, rownames(found)[place]), estimate = own[[1]], se = own[[2]],
      df = own[[3]], statistic = own[[4]], p_value = own[[5]], ci_low = own[[1]] - half, ci_high = own[[1]] + half,
      cr2_se = robust$SE[place], cr2_df = robust$df_Satt[place], cr2_p_value = robust$p_Satt[place],
      cr2_low = own[[1]] - wide, cr2_high = own[[1]] + wide)
  }
  parts <- as.data.frame(VarCorr(fit))
  for (place in seq_len(nrow(parts))) {
    own <- parts[place, ]
    term <- if (is.na(own$var1)) "Residual" else own$var1
    say(study, "model_variances", c(model, scale, own$grp, term, if (is.na(own$var2)) "" else own$var2), variance = own$vcov, sd = own$sdcor)
  }
  seen <- var(as.vector(model.matrix(fit) %*% fixef(fit)))
  random <- sum(sapply(VarCorr(fit), function(S) {
    Z <- model.matrix(fit)[, colnames(S), drop = FALSE]
    mean(rowSums((Z %*% S) * Z))
  }))
  all <- seen + random + sigma(fit)^2
  say(study, "model_fits", c(model, scale), n = nobs(fit), loglik = as.numeric(logLik(fit)), aic = AIC(fit), bic = BIC(fit),
    r2_marginal = seen / all, r2_conditional = (seen + random) / all)
}
shares <- function(study, model, scale, fit, reduced) {
  parts <- as.data.frame(VarCorr(fit))
  for (name in names(reduced)) {
    other <- if (is.null(reduced[[name]])) logLik(lm(score ~ 1, model.frame(fit)), REML = TRUE) else logLik(reduced[[name]])
    say(study, "model_variances", c(model, scale, name, "(Intercept)", ""),
      icc = parts$vcov[parts$grp == name] / sum(parts$vcov), lr = 2 * as.numeric(logLik(fit) - other))
  }
}
effect <- function(study, model, scale, term, fit, change, sd_scale) {
  own <- summary(fit, ddf = "Kenward-Roger")$coefficients[term, ]
  half <- qt(.975, own[[3]]) * own[[2]]
  by <- abs(change) / sd_scale
  say(study, "model_effects", c(model, scale, term), sd_scale = sd_scale, effect = own[[1]] * change / sd_scale,
    effect_low = own[[1]] * change / sd_scale - half * by, effect_high = own[[1]] * change / sd_scale + half * by)
}

# Nurses on wards.
wards <- read.csv(file.path(folder, "wards_survey.csv"), fileEncoding = "UTF-8-BOM", na.strings = "")[-(1:2), ]
wards <- wards[wards$Q1 == "I agree", ]
labels <- c("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
coded <- function(columns) as.data.frame(lapply(wards[columns], match, labels))
safety <- scored(coded(paste0("Q3_", 1:10)), c(3, 5, 8), 5)
load <- scored(coded(paste0("Q4_", 1:6)), 3, 3)
of <- list(how_is_it_to_work_on_your_ward = safety, how_busy_is_your_work = load)
for (scale in names(of)) {
  measured("wards", scale, "T0", of[[scale]], wards$Q2)
  measured("wards", scale, "all", of[[scale]], wards$Q2)
  data <- data.frame(score = of[[scale]]$score, team = wards$Q2)
  fit <- lmer(score ~ 1 + (1 | team), data)
  fitted_model("wards", "null_models", scale, fit, data$team)
  shares("wards", "null_models", scale, fit, list(team = NULL))
}
data <- data.frame(score = safety$score, how_busy_is_your_work = load$score, team = wards$Q2,
  q8 = factor(tolower(wards$Q8), c("days", "both", "nights")))
data <- data[complete.cases(data), ]
fit <- lmer(score ~ how_busy_is_your_work + q8 + (1 | team), data)
fitted_model("wards", "workload", names(of)[1], fit, data$team)
effect("wards", "workload", names(of)[1], "how_busy_is_your_work", fit, 1, sd(safety$score, na.rm = TRUE))

# Pupils in reading clubs: three waves, of which the first did not ask samen4 and called afloop plezier5.
book <- file.path(folder, "ledenlijst.xlsx")
register <- merge(read_excel(book, "Leden"), read_excel(book, "Clubs"), by = "Groep")
came <- read_excel(book, "Aanwezigheid")
came$wave <- as.integer(sub("meting ", "", came$Meting))
came <- came[order(came$`E-mail`, came$wave), ]
for (name in c("Aangeboden", "Aanwezig")) came[[name]] <- ave(came[[name]], came$`E-mail`, FUN = cumsum)
came$dose <- ifelse(came$Aangeboden > 0, came$Aanwezig / came$Aangeboden, NA)
waves <- lapply(0:2, function(wave) {
  own <- as.data.frame(zap_labels(read_sav(file.path(folder, sprintf("leesclubs_t%d.sav", wave)))))
  names(own)[names(own) == "afloop"] <- "plezier5"
  if (is.null(own$samen4)) own$samen4 <- NA_real_
  cbind(own, time = wave)
})
long <- do.call(rbind, lapply(waves, function(own) own[names(waves[[1]])]))
long$team <- register$Groep[match(long$mail, register$`E-mail`)]
long$school <- register$School[match(long$mail, register$`E-mail`)]
long$dose <- came$dose[match(paste(long$mail, long$time), paste(came$`E-mail`, came$wave))]
long$person <- long$mail
long$geslacht <- factor(c("boy", "girl")[long$geslacht])
own_waves <- function(scale, columns, turned, least) {
  one <- scored(long[columns], turned, least)
  for (wave in 0:2) {
    rows <- long$time == wave
    measured("clubs", scale, paste0("T", wave), list(items = one$items[rows, ], score = one$score[rows]), long$team[rows])
  }
  answered <- which(rowSums(!is.na(one$items)) > 0)
  first <- answered[!duplicated(long$person[answered])]
  measured("clubs", scale, "all", list(items = one$items[first, ], score = one$score[first]), long$team[first])
  data <- cbind(long, score = one$score)
  data <- data[!is.na(data$score), ]
  fit <- lmer(score ~ 1 + (1 | team) + (1 | person), data)
  fitted_model("clubs", "null_models", scale, fit, data$team)
  shares("clubs", "null_models", scale, fit,
    list(person = lmer(score ~ 1 + (1 | team), data), team = lmer(score ~ 1 + (1 | person), data)))
  data
}
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5))
sd_first <- function(data) sd(data$score[data$time == 0])
joy <- own_waves("scale_plezier", paste0("plezier", 1:5), 3, 3)
together <- own_waves("scale_samen", paste0("samen", 1:4), 2, 2)
trust <- own_waves("scale_zelf", paste0("zelf", 1:4), 3, 2)
for (scale in c("scale_plezier", "scale_zelf")) {
  data <- if (scale == "scale_plezier") joy else trust
  fit <- lmer(score ~ time + geslacht + (1 | team) + (1 + time | person), data, control = tight)
  fitted_model("clubs", "growth", scale, fit, data$team)
  effect("clubs", "growth", scale, "time", fit, 1, sd_first(data))
}
data <- joy
data$attendance <- ave(data$dose, data$person, FUN = function(x) mean(x, na.rm = TRUE))
data <- data[!is.nan(data$attendance), ]
data$attendance <- data$attendance - mean(data$dose, na.rm = TRUE)
fit <- lmer(score ~ time * attendance + (1 | team) + (1 | person), data, control = tight)
fitted_model("clubs", "attendance", "scale_plezier", fit, data$team)
effect("clubs", "attendance", "scale_plezier", "time:attendance", fit, .25, sd_first(joy))

# Schools: their pupils' joy of reading at T1, attendance, and who read below the level aimed at, later and before.
tests <- read.csv2(file.path(folder, "leestoets.csv"))
keys <- read.csv2(file.path(folder, "scholen.csv"))
tests$school <- keys$school[match(tests$INSTELLINGSCODE, keys$brin)]
share <- function(rows) {
  found <- rowsum(rows[c("ONDER_STREEFNIVEAU", "LEERLINGEN")], rows$school)
  setNames(100 * found[, 1] / found[, 2], rownames(found))
}
later <- as.integer(substr(tests$SCHOOLJAAR, 1, 4)) >= 2023
items <- joy[joy$time == 1, c("school", paste0("plezier", 1:5))]
items$plezier3 <- 6 - items$plezier3
items <- items[complete.cases(items), ]
members <- came[came$wave == 1, ]
members$school <- register$School[match(members$`E-mail`, register$`E-mail`)]
schools <- data.frame(participation = tapply(members$dose, members$school, mean))
schools$outcome <- share(tests[later, ])[rownames(schools)]
schools$baseline <- share(tests[!later, ])[rownames(schools)]
columns <- paste0("plezier", 1:5)
within <- items
for (name in columns) within[[name]] <- within[[name]] - ave(within[[name]], within$school)
free <- nrow(items) - nrow(schools)
one_factor <- cfa("f =~ NA*plezier1 + l1*plezier1 + l2*plezier2 + l3*plezier3 + l4*plezier4 + l5*plezier5
  l1 + l2 + l3 + l4 + l5 == 5", sample.cov = crossprod(as.matrix(within[columns])) / free, sample.nobs = free,
  sample.cov.rescale = FALSE)
lambda <- lavInspect(one_factor, "est")$lambda[, 1]
weights <- lambda / diag(lavInspect(one_factor, "est")$theta)
means <- as.matrix(aggregate(items[columns], items["school"], mean)[columns])
schools$collaboration <- as.vector(means %*% weights) / sum(weights * lambda)
ways <- list(collaboration = lm(collaboration ~ participation + baseline, schools),
  outcome = lm(outcome ~ collaboration + participation + baseline, schools))
# A slope as computed, and standardised: readers get the latter.
slope <- function(way, path, estimate, se, df, spread) {
  half <- qt(.975, df) * se
  say("clubs", "site_estimates", c("schools_and_reading", "scale_plezier", "leestoets", way, path),
    estimate = estimate, se = se, df = df, statistic = estimate / se, p_value = 2 * pt(-abs(estimate / se), df),
    ci_low = estimate - half, ci_high = estimate + half, std_all = estimate * spread, std_se = se * spread,
    std_low = (estimate - half) * spread, std_high = (estimate + half) * spread)
}
as_they_are <- function(path, fit, term) {
  own <- summary(fit)$coefficients[term, ]
  slope("manifest", path, own[[1]], own[[2]], fit$df.residual, sd(schools[[term]]) / sd(model.frame(fit)[[1]]))
}
as_they_are("participation_to_collaboration", ways$collaboration, "participation")
as_they_are("baseline_to_collaboration", ways$collaboration, "baseline")
for (term in c("collaboration", "participation", "baseline")) as_they_are(term, ways$outcome, term)
# What chance and imprecision add to schools' means taken off (Croon & van Veldhoven 2007), or of it what the pupils who did
# not answer add (Ludtke et al. 2008, eq. 13); errors by Fuller (1987, theorem 2.2.1).
score_weights <- weights / sum(weights * lambda)
noise <- as.numeric(score_weights %*% (crossprod(as.matrix(within[columns])) / free) %*% score_weights)
answered <- table(items$school)
unseen <- list(corrected = mean(1 / answered), finite_population = mean((1 - answered / table(members$school)) / answered))
terms <- c("collaboration", "participation", "baseline")
S <- cov(schools[terms])
for (way in names(unseen)) {
  E <- diag(c(noise * unseen[[way]], 0, 0))
  inverse <- solve(S - E)
  b <- as.vector(inverse %*% cov(schools[terms], schools$outcome))
  left <- nrow(schools) - length(b) - 1
  v <- sum((schools$outcome - mean(schools$outcome) - scale(schools[terms], scale = FALSE) %*% b)^2) / left
  errors <- unname(sqrt(diag(inverse %*% (v * S + tcrossprod(E %*% b)) %*% inverse / (nrow(schools) - 1))))
  spread <- sqrt(diag(S - E)) / sd(schools$outcome)
  for (place in seq_along(b)) slope(way, terms[place], b[place], errors[place], left, spread[[place]])
}
people <- cbind(items, schools[items$school, c("participation", "outcome", "baseline")])
for (name in c("outcome", "baseline")) people[[name]] <- people[[name]] / 10  # numbers of one size are found better
two_levels <- sem("level: 1
  within =~ plezier1 + l2*plezier2 + l3*plezier3 + l4*plezier4 + l5*plezier5
  level: 2
  collaboration =~ plezier1 + l2*plezier2 + l3*plezier3 + l4*plezier4 + l5*plezier5
  plezier1 ~~ 0*plezier1\nplezier2 ~~ 0*plezier2\nplezier3 ~~ 0*plezier3\nplezier4 ~~ 0*plezier4\nplezier5 ~~ 0*plezier5
  collaboration ~ a*participation + baseline
  outcome ~ b*collaboration + c*participation + baseline
  indirect := a*b\ntotal := c + a*b", people, cluster = "school")
found <- parameterEstimates(two_levels)
for (path in c("indirect", "total")) {
  own <- found[found$lhs == path, ]
  say("clubs", "site_estimates", c("schools_and_reading", "scale_plezier", "leestoets", "two_level", path),
    estimate = 10 * own$est, se = 10 * own$se, ci_low = 10 * own$ci.lower, ci_high = 10 * own$ci.upper)
}
