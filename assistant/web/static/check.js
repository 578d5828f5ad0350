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

// What was typed since the form was last sent: it is newer than the next drawing, unless that numbers the entries anew.
let typed = new Map();
element.addEventListener('input', (event) => {
  if (event.target.closest('[data-live]') && event.target.name) typed?.set(event.target.name, event.target.value);
});
element.addEventListener('change', () => { typed = new Map(); });
element.addEventListener('click', (event) => {
  const act = event.target.closest('[data-act]')?.dataset.act;
  if (act) typed = act === 'remove' ? null : new Map();
});
const retype = () => {
  const newer = typed ?? new Map();
  typed = new Map();
  for (const [name, value] of newer) {
    const field = element.querySelector(`[name="${CSS.escape(name)}"]:not([type=radio], [type=checkbox])`);
    if (!field || field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
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

watch('value', () => {
  if (element.closest('#faults')) { mark(); return; }
  settle();
  retype();
  const answer = element.querySelector('[data-said]');
  if (answer) tellVerdict(answer);
  const focus = element.querySelector('[data-focus-on]')?.dataset.focusOn;
  if (focus) document.getElementById(focus)?.focus();
});
