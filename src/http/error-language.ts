import type { IncomingMessage } from 'node:http';
import type { Doors } from './authenticate.ts';
import type { CallState } from './call-state.ts';
import { namedJurisdiction } from './georeport.ts';
import { messageLanguage } from './messages/translate.ts';
import { wantedLanguages } from './wanted-languages.ts';

/**
 * The language of an error (standard, R33): what the caller wants, else that of the city which the call is about, as names
 * and notices have it; English where that is not known, or has no translation.
 */
export async function errorLanguage(
  request: IncomingMessage,
  locale: unknown,
  state: CallState,
  doors: Doors,
): Promise<string> {
  const own =
    state.operation === undefined
      ? undefined
      : await doors
          .languageOf({ inPath: state.pathJurisdiction, named: namedJurisdiction(state).named })
          // One error is told, not two.
          .catch(() => undefined);
  return messageLanguage([...wantedLanguages(request, locale), ...(own === undefined ? [] : [own])]);
}
