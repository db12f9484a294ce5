# Two-level models of rows with missing values in R with lavaan 0.6-14: writes demo_twolevel_missing.csv and two_level_missing.json.
# Values are removed by a seed: y1 to y4 the likelier the higher x1, w1 and w2 of some clusters, x1 of some rows; cluster 7 has no y2.
suppressMessages({library(lavaan); library(jsonlite)})
d <- read.csv("demo_twolevel.csv"); d <- d[d$cluster <= 60, c("y1","y2","y3","y4","x1","x2","w1","w2","cluster")]
d[1:8] <- round(d[1:8], 4); set.seed(2024)
for (v in c("y1","y2","y3","y4")) d[runif(nrow(d)) < plogis(-1.8 + 0.5*d$x1), v] <- NA
d$y2[d$cluster == 7] <- NA; d$w1[d$cluster %in% c(3, 11, 20, 41, 56)] <- NA
d$x1[c(5, 77, 300)] <- NA; d$w2[d$cluster == 30] <- NA
write.csv(d, "demo_twolevel_missing.csv", row.names=FALSE, na="")
m <- list(
 predictors=list("level: 1\nfw =~ y1 + y2 + y3\nfw ~ x1 + x2\nlevel: 2\nfb =~ y1 + y2 + y3\nfb ~ w2", d),
 outcome=list("level: 1\nfw =~ y1 + y2 + y3\nlevel: 2\nfb =~ y1 + y2 + y3\nw1 ~ fb", d),
 within_only=list("level: 1\nfw =~ y1 + y2 + y3 + y4\nlevel: 2\nfb =~ y1 + y2 + y3", d),
 path=list("level: 1\ny1 ~ x1\ny2 ~ a*y1 + x1\ny3 ~ b*y2\nwithin := a*b\nlevel: 2\ny2 ~ c*y1\ny3 ~ e*y2\ny1 ~~ y1\ny1 ~ 1\nbetween := c*e", d))
# lavaan stops early: it starts anew from where it stopped, so that its estimates are nearer to the maximum.
run <- function(q) { fitted <- function(...) suppressWarnings(sem(q[[1]], q[[2]], cluster="cluster", missing="ml", ...))
 f <- fitted(); stopifnot(lavInspect(f,"converged"))
 for (i in 1:2) { g <- fitted(start=parTable(f)); if (lavInspect(g,"converged") && g@loglik$loglik > f@loglik$loglik) f <- g }
 fi <- suppressWarnings(fitMeasures(f)); p <- parameterEstimates(f, remove.nonfree=FALSE); z <- standardizedSolution(f); h <- eigen(f@h1$implied$cov[[2]])$values
 list(model=q[[1]], n=lavInspect(f,"nobs"), clusters=lavInspect(f,"nclusters"), saturated_between=min(h), fit=as.list(fi[c("chisq","df","pvalue","cfi","tli","rmsea","rmsea.ci.lower","rmsea.ci.upper","srmr_within","srmr_between","aic","bic","logl","unrestricted.logl","npar","baseline.chisq","baseline.df")]),
  parameters=as.list(p[,c("lhs","op","rhs","level","est","se")]), standardized=as.list(z[,c("lhs","op","rhs","est.std","se")])) }
out <- lapply(m, run); write(toJSON(out, auto_unbox=TRUE, digits=12, na="null"), "two_level_missing.json")
for (n in names(out)) cat(n, out[[n]]$n, out[[n]]$clusters, out[[n]]$fit$logl, out[[n]]$fit$chisq, out[[n]]$saturated_between, "\n")
