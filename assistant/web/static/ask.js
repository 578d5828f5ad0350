// In the log of the Ask page, after frame.ACTS: a question is read from its field and taken out of it in one step, so
// that what is typed next is never part of it, and goes with how manieth question of the page it is.
let asked = 0;
const field = () => document.querySelector('#question textarea');
const ask = (event) => {
  event.preventDefault();
  event.stopPropagation();
  const question = field().value.trim();
  if (!question) return;
  field().value = '';
  field().dispatchEvent(new Event('input', { bubbles: true }));
  asked += 1;
  send('ask', { question, nth: asked });
};
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target === field()) ask(event);
}, true);
document.addEventListener('click', (event) => { if (event.target.closest('#send')) ask(event); }, true);
