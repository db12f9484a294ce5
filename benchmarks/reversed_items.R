# Public item sets with their authors' scoring keys, as CSV files for reversed_items.py.
# Rscript benchmarks/reversed_items.R FOLDER   (Debian: r-cran-psychtools r-cran-multilevel r-cran-psychotools)
folder <- commandArgs(trailingOnly = TRUE)[1]
dir.create(folder, showWarnings = FALSE)
sets <- list()

# A scale of a data frame; items whose name begins with "-" are reversed by its key.
add <- function(source, scale, data, keys) {
  keys <- as.character(keys)
  turned <- startsWith(keys, "-")
  items <- sub("^-", "", keys)
  there <- items %in% names(data)
  if (sum(there) < 3) return(invisible())
  name <- gsub("[^A-Za-z0-9]+", "_", paste(source, scale))
  write.csv(data[items[there]], file.path(folder, paste0(name, ".csv")), row.names = FALSE, na = "")
  sets[[name]] <<- data.frame(set = name, source, scale, item = items[there], turned = turned[there])
}
each <- function(source, data, keys) for (one in names(keys)) add(source, one, data, keys[[one]])

library(psychTools)
library(psych)
each("psych bfi", psychTools::bfi, psychTools::bfi.keys)
data(epi); data(msqR); data(sai); data(tai); data(spi); data(big5.100.adjectives); data(Athenstaedt); data(GERAS)
each("psychTools epi", epi, epi.keys)
each("psychTools msqR", msqR, msq.keys)
each("psychTools spi", spi, spi.keys)
each("psychTools big5.100.adjectives", big5.100.adjectives, bfi.adjectives.keys)
each("psychTools Athenstaedt", Athenstaedt, Athenstaedt.keys)
each("psychTools GERAS", GERAS.items, GERAS.keys)
# State and trait anxiety: the keys of their help page.
add("psychTools sai", "state anxiety", sai, c("anxious", "jittery", "nervous", "tense", "upset", "-at.ease", "-calm",
  "-confident", "-content", "-relaxed", "regretful", "worrying", "high.strung", "worried", "rattled", "-joyful",
  "-pleasant", "-comfortable", "-rested", "-secure"))
add("psychTools tai", "trait anxiety", tai, c("-pleasant", "nervous", "not.satisfied", "wish.happy", "failure",
  "-rested", "-calm", "difficulties", "worry", "-happy", "disturbing.thoughts", "lack.self.confidence", "-secure",
  "decisive", "inadequate", "-content", "thoughts.bother", "disappointments", "-steady", "tension"))
data(ability)
add("psychTools ability", "ability", as.data.frame(ability), colnames(ability))

library(multilevel)
data(bhr2000); data(bh1996); data(lq2002); data(klein2000)
add("multilevel bhr2000", "leadership", bhr2000, names(bhr2000)[2:12])
add("multilevel lq2002", "leadership", lq2002, grep("^LEAD[0-9]+$", names(lq2002), value = TRUE))
add("multilevel lq2002", "task significance", lq2002, grep("^TSIG[0-9]+$", names(lq2002), value = TRUE))
add("multilevel lq2002", "hostility", lq2002, grep("^HOSTIL[0-9]+$", names(lq2002), value = TRUE))

library(psychotools)
data(ConspiracistBeliefs2016); data(VerbalAggression); data(YouthGratitude)
conspiracy <- as.data.frame(unclass(as.matrix(ConspiracistBeliefs2016$resp)))
add("psychotools ConspiracistBeliefs2016", "all", conspiracy, names(conspiracy))
verbal <- as.data.frame(unclass(as.matrix(VerbalAggression$resp)))
add("psychotools VerbalAggression", "all", verbal, names(verbal))
# Its help page says that reversed items were reverse scored already.
for (part in c("gq6", "gac", "losd", "sa", "ao"))
  add("psychotools YouthGratitude", part, YouthGratitude, grep(paste0("^", part), names(YouthGratitude), value = TRUE))

write.csv(do.call(rbind, sets), file.path(folder, "keys.csv"), row.names = FALSE)
