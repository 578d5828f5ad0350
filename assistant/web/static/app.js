// What the pages need beside Gradio: the source beside an answer, news for screen readers, the theme, who is signed in.
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

  // The fields of a form by name: a list where several fields share a name, true and false for lone checkboxes.
  const fields = (form) => {
    const found = {};
    for (const field of form.elements) {
      if (!field.name || field.disabled) continue;
      if (field.type === 'radio') { if (field.checked) found[field.name] = field.value; }
      else if (field.type === 'checkbox') {
        if (field.hasAttribute('value')) { (found[field.name] ??= []); if (field.checked) found[field.name].push(field.value); }
        else found[field.name] = field.checked;
      } else found[field.name] = field.value;
    }
    return found;
  };

  // ── the source ──
  let shown = { revision: null, marks: null };
  let cameFrom = null;

  const cites = (within, revision) => {
    const marks = new Set($$('.cite', within).filter((one) => one.dataset.revision === revision)
      .map((one) => `${one.dataset.n}:${one.dataset.start}-${one.dataset.end}`));
    return [...marks].join(' ');
  };

  // What is wanted last is shown, however late the text of something else comes; a text without marks is in nobody's way.
  let wanted = 0;
  const load = async (revision, marks, mine = wanted) => {
    const body = $('#source-body');
    if (!body) return false;
    if (shown.revision === revision && shown.marks === marks && $('.spec-text', body)) return true;
    const answer = await fetch(`/source/${revision}?marks=${encodeURIComponent(marks)}`);
    const text = answer.ok ? await answer.text() : null;
    if (mine !== wanted) return false;
    if (text === null) { body.textContent = 'The text could not be loaded.'; return false; }
    body.innerHTML = text;
    shown = { revision, marks };
    return true;
  };

  const activate = (n) => {
    $$('#source-body mark').forEach((mark) => mark.classList.toggle('active', (mark.dataset.n || '').split(' ').includes(String(n))));
    return $('#source-body mark.active');
  };

  const showCitation = async (button, { focus = true } = {}) => {
    const within = button.closest('[data-answered]') || button.closest('section') || document;
    if (!await load(button.dataset.revision, cites(within, button.dataset.revision), ++wanted)) return;
    const mark = activate(button.dataset.n);
    $$('.cite').forEach((one) => one.classList.toggle('active', one === button));
    if (focus) { cameFrom = button; $('#source').classList.add('open'); }
    if (!mark) return;
    const text = $('#source-body .spec-text');
    const top = mark.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop - text.clientHeight / 3;
    text.scrollTo({ top, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    if (focus) { mark.tabIndex = -1; mark.focus({ preventScroll: true }); }
  };

  const showText = async (button) => {
    if (!await load(button.dataset.source, '', ++wanted)) return;
    cameFrom = button;
    $('#source').classList.add('open');
    const text = $('#source-body .spec-text');
    text.scrollTo({ top: 0 });
    text.focus({ preventScroll: true });
  };

  const closeSource = () => {
    $('#source')?.classList.remove('open');
    cameFrom?.focus();
    cameFrom = null;
  };

  // ── news: a new answer is told once to screen readers, scrolled to, and its source opened beside it ──
  let told = '';
  const news = () => {
    const answers = $$('#log [data-answered]:not([data-working])');
    const last = answers.at(-1);
    const key = last ? `${answers.length}:${last.textContent.length}:${last.textContent.slice(0, 80)}` : '';
    if (key === told) return;
    told = key;
    if (!last) { const about = $('[data-about]'); if (about) load(about.dataset.about, ''); return; }
    say($$('.badge, .statement, .verdict-line, .answer > p', last).map((one) => one.textContent.trim()).join(' ').slice(0, 1500));
    last.closest('.turn').scrollIntoView({ block: 'nearest' });
    const first = $('.cite', last);
    if (first) showCitation(first, { focus: false });
  };

  const say = (text) => { const region = $('#news'); if (region) region.textContent = text; };

  const about = () => {
    const now = $('[data-about]')?.dataset.about;
    if (now && now !== shown.revision && !$('#log [data-answered]')) load(now, '');
  };

  // ── the focus stays on the control of the same id where an event draws its part of the page anew ──
  let focused = null;
  document.addEventListener('focusin', ({ target }) => { focused = target.id && target.closest('[data-form], [data-act]') ? target.id : null; });
  const refocus = () => { if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true }); };
  // On the way from one control to the next nothing has the focus; it must not be called back then.
  const refocusLater = () => { if (focused && document.activeElement === document.body) setTimeout(refocus); };

  // ── clicks and keys for the whole document ──
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-words]');
    if (link) { try { sessionStorage.setItem('specs-words', link.dataset.words); } catch { /* then they are told again */ } }
    const button = event.target.closest('button, summary');
    if (!button) return;
    if (button.matches('.cite')) showCitation(button);
    else if (button.matches('[data-source]')) showText(button);
    else if (button.matches('[data-close-source]')) closeSource();
    else if (button.matches('[data-theme-switch]')) setTheme(!document.body.classList.contains('dark'));
    else if (button.matches('[data-copy]')) copy(button);
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && cameFrom) closeSource(); });

  const copy = async (button) => {
    const answer = button.closest('.turn').querySelector('.answer').cloneNode(true);
    $$('.next, form, .more', answer).forEach((one) => one.remove());
    $$('.cite', answer).forEach((one) => one.replaceWith(`[${one.dataset.n}]`));
    const text = $$('p, li, h4', answer).map((one) => one.innerText.trim()).filter(Boolean).join('\n');
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  };

  // A file that Python made, saved on the person's side.
  const save = (file) => {
    if (!file) return;
    const bytes = Uint8Array.from(atob(file.data), (one) => one.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    Object.assign(document.createElement('a'), { href: url, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };

  // ── the theme ──
  const setTheme = (dark) => {
    document.body.classList.toggle('dark', dark);
    try { localStorage.setItem('specs-theme', dark ? 'dark' : 'light'); } catch { /* private windows keep nothing */ }
  };
  const begin = () => {
    document.documentElement.lang = 'en';
    let kept = null;
    try { kept = localStorage.getItem('specs-theme'); } catch { /* as above */ }
    document.body.classList.toggle('dark', kept ? kept === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
    const region = Object.assign(document.createElement('div'), { id: 'news', className: 'sr' });
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
    // Gradio draws a page piece by piece and again after each event.
    new MutationObserver(() => { news(); about(); account(); refocusLater(); }).observe(document.body, { childList: true, subtree: true });
  };

  // ── who is signed in ──
  let who = null;
  const account = async () => {
    const place = $('[data-account]');
    if (!place || place.dataset.done) return;
    place.dataset.done = 'yes';
    who ??= fetch('/account').then((answer) => answer.json()).catch(() => ({}));
    const { name, sign_in } = await who;
    if (name) {
      place.innerHTML = '<form method="post" action="/sign-out"><button class="quiet" type="submit">Sign out</button></form>';
      place.prepend(`${name} `);
    } else if (sign_in) {
      place.innerHTML = '<a href="/sign-in">Sign in</a>';
    }
  };

  window.specs = { fields, showCitation, load, save, say };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
})();
