"use strict";
/* The page reads and prints without this: it marks where one is, shows code, and opens folds for print. */
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const narrow = matchMedia("(max-width: 860px)");
  root.classList.add("page-js");

  const button = document.querySelector(".page-codes");
  const codes = all(".page-code");
  const label = () => { button.textContent = codes.some((code) => code.open) ? "隐藏代码" : "显示代码"; };
  button.hidden = !codes.length;
  button.addEventListener("click", () => {
    const show = !codes.some((code) => code.open);
    for (const code of codes) code.open = show;
  });
  for (const code of codes) code.addEventListener("toggle", label);

  const list = document.querySelector(".page-contents details");
  const here = document.querySelector(".page-here");
  const links = all(".page-contents a");
  const linkOf = new Map(links.map((link) => [document.getElementById(link.hash.slice(1)), link]));
  const passed = new Set();
  let atEnd = false;
  const mark = () => {
    const current = atEnd ? links.at(-1) : links.filter((link) => passed.has(link)).pop();
    for (const link of links) link.removeAttribute("aria-current");
    for (const item of all(".page-open")) item.classList.remove("page-open");
    here.textContent = current ? "：" + current.textContent : "";
    if (!current) return;
    current.setAttribute("aria-current", "true");
    const item = current.parentElement;
    let parent = item;
    while (parent && parent.className === "page-level-4") parent = parent.previousElementSibling;
    for (let at = parent && parent.nextElementSibling; at && at.className === "page-level-4"; at = at.nextElementSibling)
      at.classList.add("page-open");
    if (!narrow.matches) list.parentElement.scrollTop = item.offsetTop - list.parentElement.clientHeight / 2;
  };
  /* A heading “intersects” once it has come up to where a link would bring it, or gone on above. */
  let observer;
  const observe = () => {
    if (observer) observer.disconnect();
    const line = parseFloat(getComputedStyle(root).scrollPaddingTop) + 20;
    observer = new IntersectionObserver((entries) => {
      for (const entry of entries) passed[entry.isIntersecting ? "add" : "delete"](linkOf.get(entry.target));
      mark();
    }, { rootMargin: `1000000px 0px ${Math.min(0, line - innerHeight)}px 0px` });
    for (const heading of linkOf.keys()) if (heading) observer.observe(heading);
  };
  observe();
  addEventListener("resize", observe);
  new IntersectionObserver(([entry]) => { atEnd = entry.isIntersecting; mark(); }, { threshold: 1 })
    .observe(document.querySelector(".page-foot"));

  const settle = () => { list.open = !narrow.matches; };
  narrow.addEventListener("change", settle);
  settle();
  list.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a")) list.open = false;
  });

  /* Only what really scrolls is a stop for the Tab key; what lies beyond its edge shows as fading out. */
  const scrolls = all(".pj-scroll, .pj-formula");
  const fade = (box) => box.classList.toggle("page-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  const stops = () => {
    const wide = scrolls.map((box) => box.scrollWidth > box.clientWidth + 1);
    scrolls.forEach((box, at) => {
      if (wide[at]) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
      box.classList.toggle("page-more", wide[at]);
    });
  };
  for (const box of scrolls) box.addEventListener("scroll", () => fade(box), { passive: true });
  addEventListener("resize", stops);
  stops();

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("main details:not(.page-code):not([open])");
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of folded) fold.open = false; });
})();
