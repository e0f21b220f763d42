// Sliders beside the numbers of a scenario. Without them the numbers are typed, and the form works the same.
for (const slider of document.querySelectorAll("input[type=range][data-for]")) {
  const field = document.getElementById(slider.dataset.for);
  if (!field) continue;
  const told = () => slider.setAttribute("aria-valuetext", `${slider.value}% a year`);
  slider.value = field.value;
  slider.hidden = false;
  slider.addEventListener("input", () => {
    field.value = slider.value;
    told();
  });
  field.addEventListener("input", () => {
    if (Number.isFinite(Number(field.value)) && field.value.trim()) slider.value = field.value;
    told();
  });
  told();
}
