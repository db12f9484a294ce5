// A link into a folded part opens it; on paper everything is open but the tables.
(function () {
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    var own = target.querySelector && target.querySelector(":scope > details");
    if (own) own.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", function () {
    document.querySelectorAll(".chapter > details, .chapter .fold:not(.behind):not([id])").forEach(function (one) { one.open = true; });
  });
  if (matchMedia("(max-width: 69rem)").matches) document.querySelector(".contents details").open = false;
  reveal();
})();
