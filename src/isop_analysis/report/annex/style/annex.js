// A link into a closed part opens it; on paper all is open; what does not fit can be scrolled by keyboard.
(function () {
  function each(which, act) { Array.prototype.forEach.call(document.querySelectorAll(which), act); }
  function open(one) { one.open = true; }
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    var own = target.querySelector(":scope > details");
    if (own) own.open = true;
    target.scrollIntoView();
  }
  function measure() {
    each(".scroll", function (one) {
      if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
      else one.removeAttribute("tabindex");
    });
  }
  var all = document.querySelector(".all"), contents = document.querySelector(".contents details");
  all.hidden = false;
  all.addEventListener("click", function () { each(".chapter > details", open); });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", function () { each("main details", open); });
  addEventListener("resize", measure);
  document.addEventListener("toggle", measure, true);
  if (matchMedia("(max-width: 69rem)").matches) contents.open = false;
  reveal();
  measure();
})();
