// Makes and renews the page's elements. Texts only ever become text nodes: nothing that came over a
// wire is read as HTML. Renewal keeps the elements that are there, so that a button does not vanish
// under a finger, an opened detail stays open and a screen reader hears only what changed.

export type Child = Node | string | number | null | undefined | false | readonly Child[];
type Value = string | number | boolean | null | undefined;

/** An HTML element; `true` sets an empty attribute, `false`, `null` and `undefined` none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> | null = null,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes, children);
  return element;
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> | null = null,
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(element, attributes, children);
  return element;
}

/** Makes the content of `place` equal to `children`, keeping what is the same. */
export function renew(place: Element, ...children: readonly Child[]): void {
  const fresh = document.createDocumentFragment();
  append(fresh, children);
  renewChildren(place, fresh);
}

/** The element of the page's own HTML with this id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element #${id}`);
  return element;
}

function dress(
  element: Element,
  attributes: Readonly<Record<string, Value>> | null,
  children: readonly Child[],
): void {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  append(element, children);
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child as readonly Child[]);
    else if (child instanceof Node) parent.appendChild(child);
    else parent.appendChild(document.createTextNode(String(child)));
  }
}

function renewChildren(old: Node, fresh: Node): void {
  const keyed = new Map<string, Element>();
  for (const node of old.childNodes) {
    const key = keyOf(node);
    if (key !== null) keyed.set(key, node as Element);
  }
  let at: ChildNode | null = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = keyOf(wanted);
    const kept: ChildNode | null = key === null ? at : (keyed.get(key) ?? null);
    if (kept !== null && isSame(kept, wanted)) {
      if (kept === at) at = at.nextSibling;
      else old.insertBefore(kept, at);
      renewNode(kept, wanted);
    } else {
      old.insertBefore(wanted, at);
    }
  }
  while (at !== null) {
    const next: ChildNode | null = at.nextSibling;
    old.removeChild(at);
    at = next;
  }
}

function renewNode(old: Node, wanted: Node): void {
  if (old instanceof Element && wanted instanceof Element) {
    for (const { name } of [...old.attributes]) {
      // What the reader opened stays open.
      const readers = name === "open" && old.localName === "details";
      if (!wanted.hasAttribute(name) && !readers) old.removeAttribute(name);
    }
    for (const { name, value } of wanted.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    renewChildren(old, wanted);
  } else if (old.nodeValue !== wanted.nodeValue) {
    old.nodeValue = wanted.nodeValue;
  }
}

function isSame(old: Node, wanted: Node): boolean {
  return (
    old.nodeType === wanted.nodeType && old.nodeName === wanted.nodeName && keyOf(old) === keyOf(wanted)
  );
}

function keyOf(node: Node): string | null {
  return node instanceof Element ? node.getAttribute("data-key") : null;
}
