// Looks at a page as its reader does: by what can be seen and how things are called.
// Called with what is asked for, and a name.
const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

const isSeen = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

const nameOf = (element) => {
  const labels = [...(element.labels ?? [])].map((label) => label.innerText).join(' ');
  const isPressed = element.matches('input[type=submit], input[type=button], input[type=reset]');
  const names = [element.getAttribute('aria-label'), labels, isPressed ? element.value : element.innerText];
  return names.map(tidy).find((name) => name !== '') ?? '';
};

// The star of a field that must be filled and the colon belong to no name.
const bare = (name) => tidy(name.replace(/[*:\s]+$/, ''));

// Whether the focus can be seen: a frame around the element, or around the box it spreads itself over.
const hasFrame = (element) =>
  [null, '::after'].some((part) => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });

const answers = {
  // What can be clicked and is called so. Head and foot of a page count where its main part has nothing.
  controls: (name) => {
    const found = [...document.querySelectorAll('a[href], button, summary, label, input, [role=button]')].filter(
      (element) => isSeen(element) && nameOf(element) === tidy(name) &&
        // A label and the field it names are one thing.
        !(element.localName === 'label' && element.control && isSeen(element.control)),
    );
    const within = found.filter((element) => element.closest('main'));
    return within.length > 0 ? within : found;
  },
  // What can be filled and has this label, or else answers to this selector.
  fields: (name) => {
    const fields = [...document.querySelectorAll('input, textarea, select')].filter(isSeen);
    const named = fields.filter((field) => bare(nameOf(field)) === bare(name));
    if (named.length > 0) return named;
    try {
      return fields.filter((field) => field.matches(name));
    } catch {
      return []; // A label that is no selector.
    }
  },
  // What is called so for people who hear the page, where nothing has a name the kind of the element.
  focused: () => {
    const element = document.activeElement;
    return element === document.body ? '' : nameOf(element) || element.localName;
  },
  focusShows: () => {
    const box = document.activeElement.getBoundingClientRect();
    const isInWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return isInWindow && hasFrame(document.activeElement);
  },
  focusedValue: () => document.activeElement.value ?? '',
  text: () => document.body.innerText,
  overflows: () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
};

return answers[arguments[0]](arguments[1]);
