// Chapters and tables are closed until they are asked for, also by a link into them; on paper all is open.
(function () {
  function each(which, act) { Array.prototype.forEach.call(document.querySelectorAll(which), act); }
  function open(one) { one.open = true; }
  function close(one) { one.open = false; }
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
  var frame;
  function soon() { cancelAnimationFrame(frame); frame = requestAnimationFrame(measure); }
  var all = document.querySelector(".all"), contents = document.querySelector(".contents details");
  all.hidden = false;
  all.addEventListener("click", function () { each(".chapter > details", open); });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", function () { each("main details", open); });
  addEventListener("resize", soon);
  document.addEventListener("toggle", soon, true);
  each("main details", close);
  document.documentElement.className = "";
  if (matchMedia("(max-width: 69rem)").matches) contents.open = false;
  reveal();
  measure();
})();
