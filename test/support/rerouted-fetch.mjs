/** Loaded before a program that is shown to people: what its addresses say is turned into what servers of the tests understand. */
const routes = Object.entries(JSON.parse(process.env.SIGNPOST_TEST_ROUTES));
const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const address = input instanceof Request ? input.url : `${input}`;
  const turned = routes.reduce((text, [from, to]) => text.replace(from, to), address);
  if (new URL(turned).hostname === '127.0.0.1') return fetch(turned, init);
  throw new TypeError(`No server of the tests is at ${address}.`);
};
