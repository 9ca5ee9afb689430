import { useEffect, useRef } from 'preact/hooks';
import { start } from '../page-start.ts';

/** The page that came with the document keeps the focus where the browser put it; later ones are announced. */
let first = true;

/**
 * Names the page in the window's title and gives its heading the focus, so that a screen reader says where one has come to.
 * @returns what the heading takes as `ref`; it needs `tabIndex={-1}`
 */
export function usePage(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = start.city === null ? `${title} · Signpost` : `${title} · ${start.city.name}`;
  }, [title]);
  useEffect(() => {
    if (!first) {
      window.scrollTo(0, 0);
      heading.current?.focus();
    }
    first = false;
  }, []);
  return heading;
}
