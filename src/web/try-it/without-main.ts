type React = { createElement: (type: unknown, ...rest: unknown[]) => unknown };

/**
 * A plugin of Swagger UI, which gives it the React that it draws with. The page around the forms is the main part already: what
 * they call so becomes a plain one. No component of theirs can be replaced without copying it.
 */
export function withoutMain({ React }: { React: React }): object {
  const create = React.createElement;
  React.createElement = (type, ...rest) => create(type === 'main' ? 'div' : type, ...rest);
  return {};
}
