// What the areas of the Check page do beside acting: read a file on the person's side, tell why a month counted, and
// after a drawing set what the drawing alone does not set.
const unfolded = {};
const nameOf = (details) => details.id || details.querySelector('summary').textContent;

element.addEventListener('click', (event) => {
  const summary = event.target.closest('summary');
  if (summary) unfolded[nameOf(summary.parentElement)] = !summary.parentElement.open;
});
element.addEventListener('change', async (event) => {
  const file = event.target.type === 'file' ? event.target.files[0] : null;
  if (!file) return;
  const text = file.size > 1000000 ? '' : await file.text();
  event.target.value = '';
  send('load', { file: file.name, text });
});
const tell = (event) => {
  const said = event.target.closest('[data-told]')?.dataset.told;
  const place = element.querySelector('.told');
  if (said && place) place.textContent = said;
};
element.addEventListener('focusin', tell);
element.addEventListener('mouseover', tell);

// What was entered in the form, by field, until the form is drawn with it: it is newer than such a drawing, which must
// not take it away. It is forgotten where entries have other numbers than when it was entered.
const entered = new Map();
const keyOf = (field) => field.type === 'checkbox' ? `${field.name}=${field.value}` : field.name;
element.addEventListener('input', ({ target }) => {
  const form = target.name && target.closest('[data-live=facts]');
  if (!form) return;
  const value = target.type === 'checkbox' ? target.checked : target.value;
  entered.set(keyOf(target), { value, at: performance.now(), numbering: form.dataset.numbering });
});
const forget = (form) => {
  for (const [key, { at, numbering }] of entered) {
    if (at <= Number(form.dataset.taken) || numbering !== form.dataset.numbering) entered.delete(key);
  }
};

const drawnIn = (field) => {
  if (['radio', 'checkbox'].includes(field.type)) return field.defaultChecked;
  if (field.tagName === 'SELECT') return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0]).value;
  return field.defaultValue;
};

// A drawing changes attributes; what a person has changed keeps its state until it is set.
const settle = () => {
  const form = element.querySelector('[data-live=facts]');
  if (form) forget(form);
  let isNewer = null;
  for (const field of element.querySelectorAll('form input:not([type=file]), form textarea, form select')) {
    const own = entered.get(keyOf(field));
    const drawn = drawnIn(field);
    const wanted = own === undefined ? drawn : field.type === 'radio' ? field.value === own.value : own.value;
    const what = typeof drawn === 'boolean' ? 'checked' : 'value';
    if (field[what] !== wanted) field[what] = wanted;
    if (wanted !== drawn) isNewer = field;
  }
  isNewer?.dispatchEvent(new Event('change', { bubbles: true }));
  for (const details of element.querySelectorAll('details')) {
    const wanted = unfolded[nameOf(details)];
    if (wanted !== undefined) details.open = wanted;
  }
};

const mark = () => {
  const faults = new Map([...element.querySelectorAll('[data-for]')].map((one) => [one.dataset.for, one.textContent]));
  for (const slot of document.querySelectorAll('#facts .fault')) {
    const said = faults.get(slot.id) ?? '';
    if (slot.textContent === said) continue;
    slot.textContent = said;
    const field = slot.parentElement.querySelector('input, select');
    if (said) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
    if (said) window.specs.say(said);
  }
};

let said = '';
const tellVerdict = (answer) => {
  if (answer.dataset.said !== said) window.specs.say(answer.dataset.said);
  said = answer.dataset.said;
  const url = new URL(location.href);
  if (url.searchParams.get('class') === answer.dataset.code) return;
  url.searchParams.set('class', answer.dataset.code);
  history.replaceState(history.state, '', url);
};

// What was told on the Ask page stands in the field for one's own words, and is read.
const takeWords = () => {
  const field = element.querySelector('#own-text');
  let words = null;
  try { words = field && sessionStorage.getItem('specs-words'); } catch { return; }
  if (!words) return;
  sessionStorage.removeItem('specs-words');
  field.value = words;
  field.form.requestSubmit();
};

onDrawn = () => {
  if (element.closest('#faults')) { mark(); return; }
  settle();
  const answer = element.querySelector('[data-said]');
  if (answer) tellVerdict(answer);
  takeWords();
  const focus = element.querySelector('[data-focus-on]')?.dataset.focusOn;
  if (focus) document.getElementById(focus)?.focus();
};
