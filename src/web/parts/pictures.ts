/** Whether a picture can be shown: the pages load none from elsewhere, which could see who looks at a case. */
export const isShown = (url: string): boolean => url.startsWith(`${location.origin}/`);

/** The small one of a picture that this server keeps. */
export const smallOf = (url: string): string => url.replace(/\.jpg$/, '.small.jpg');
