/** Somebody's own text as a message repeats it. */
export function quoted(text: string): string {
  const characters = [...text];
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : text;
}

/** What is said of a service that there is not. */
export const unknownCode = (code: string): string =>
  `service_code ${quoted(code)} is not known here. services.json lists all codes.`;
