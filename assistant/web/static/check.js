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

// What was entered after the page was last asked to draw the form anew: it is newer than that drawing, and put back
// into it, unless an entry was removed and the others have other numbers.
let entered = new Map();
element.addEventListener('input', ({ target }) => {
  if (target.name && target.closest('[data-live=facts]')) entered?.set(target.name, { value: target.value, checked: target.checked });
});
const asked = (event) => {
  const act = event.target.closest('[data-act]')?.dataset.act;
  if (act || event.type === 'submit' || event.target.type === 'file') entered = act === 'remove' ? null : new Map();
};
for (const kind of ['click', 'submit', 'change']) document.addEventListener(kind, asked);
const enterAgain = () => {
  let changed = null;
  for (const [name, { value, checked }] of entered ?? []) {
    const field = [...element.querySelectorAll('[name]')].find((one) => one.name === name && (one.type !== 'radio' || one.value === value));
    const what = ['radio', 'checkbox'].includes(field?.type) ? 'checked' : 'value';
    const wanted = what === 'checked' ? checked : value;
    if (!field || field[what] === wanted) continue;
    field[what] = wanted;
    changed = field;
  }
  entered = new Map();
  changed?.dispatchEvent(new Event('change', { bubbles: true }));
};

// A drawing changes attributes; what a person has changed keeps its state until it is set.
const settle = () => {
  for (const field of element.querySelectorAll('form input, form textarea, form option')) {
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = field.defaultChecked;
    else if (field.tagName === 'OPTION') field.selected = field.defaultSelected;
    else if (field.type !== 'file') field.value = field.defaultValue;
  }
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

watch('value', () => {
  if (element.closest('#faults')) { mark(); return; }
  settle();
  if (element.querySelector('[data-live=facts]')) enterAgain();
  const answer = element.querySelector('[data-said]');
  if (answer) tellVerdict(answer);
  takeWords();
  const focus = element.querySelector('[data-focus-on]')?.dataset.focusOn;
  if (focus) document.getElementById(focus)?.focus();
});
