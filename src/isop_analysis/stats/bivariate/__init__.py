"""How two variables go together: numbers, ordered items, or one of each.

1. `correlations`: Pearson's, of scales, each with its interval.
2. `polychoric`: of ordered items, with their thresholds.
3. `margins` and `pairs`: one variable or pair at a time, and what each row says about the estimates, for the
   structural models of ordered items that rest on them; `two_way_tables` has the tables of counts.

Analysts find the first two in `isop.scales`.
"""
