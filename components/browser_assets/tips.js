// Shuts explanations: on Escape, by a second tap, and the one before when another opens.

const TIP = ".ntm-tip, .ntm-what"; // components/tips.css opens them
const tipOf = (node) => node?.closest?.(TIP);
const isOpen = (tip) => tip?.matches(":focus:not(.ntm-shut)");

function shut(tip) {
  const reopen = () => tip.classList.remove("ntm-shut");
  tip.classList.add("ntm-shut");
  for (const left of ["pointerleave", "blur"]) tip.addEventListener(left, reopen, { once: true });
}

let tapped = null;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll(`:is(${TIP}):is(:hover, :focus)`).forEach(shut);
});
document.addEventListener("pointerover", (event) => {
  const [over, held] = [tipOf(event.target), tipOf(document.activeElement)];
  if (over && held && over !== held) held.blur();
});
document.addEventListener("pointerdown", (event) => {
  const tip = tipOf(event.target);
  tapped = isOpen(tip) ? tip : null;
});
document.addEventListener("click", (event) => {
  const tip = tipOf(event.target);
  if (tip && tip === tapped) shut(tip);
  else tip?.classList.remove("ntm-shut");
});
