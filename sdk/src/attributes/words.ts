/** Somebody's own text as a message repeats it. */
export function quoted(text: string): string {
  const characters = [...text];
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : text;
}

/** What is said of a service that there is not. */
export const unknownCode = (code: string): string =>
  `service_code ${quoted(code)} is not known here. services.json lists all codes.`;

/** What is said where no service is named. */
export const missingCode = 'service_code is missing. Send a code from services.json, for example POTHOLE.';

const MOST_TOLD = 20;

/** The keys of a list or the codes of questions, as many as a message can hold. */
export const listed = (codes: readonly string[]): string =>
  `${codes.slice(0, MOST_TOLD).join(', ')}${codes.length > MOST_TOLD ? ', …' : ''}`;
