// Hides what does not fit the search. Without it, the page shows everything.
"use strict";
const box = document.getElementById("search");
const found = document.getElementById("found");
const articles = [...document.querySelectorAll("article")];
const texts = articles.map((article) => article.textContent.toLowerCase());

function search() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  articles.forEach((article, at) => {
    const fits = words.every((word) => texts[at].includes(word));
    article.hidden = !fits;
    count += fits ? 1 : 0;
  });
  for (const section of document.querySelectorAll("main > section")) {
    section.hidden = !section.querySelector("article:not([hidden])");
  }
  found.textContent = words.length === 0 ? "" : `${count} found`;
}

box.closest(".search").hidden = false;
box.addEventListener("input", search);
search();
