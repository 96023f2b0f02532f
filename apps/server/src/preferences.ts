import type { FastifyRequest } from 'fastify';

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

/** The language of the cookie `luban_locale`, else the best of `Accept-Language`, else English. */
export function localeOf(request: FastifyRequest): Locale {
  const chosen = request.cookies?.luban_locale;
  return LOCALES.find((locale) => locale === chosen) ?? acceptedLocale(request.headers['accept-language']);
}

/** The cookie `luban_theme`, else what the operating system prefers. */
export function themeOf(request: FastifyRequest): Theme {
  const chosen = request.cookies?.luban_theme;
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}

/** `zh-CN,zh;q=0.9,en;q=0.8` → `zh` */
export function acceptedLocale(header: string | undefined): Locale {
  const wanted = (header ?? '')
    .split(',', 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='));
      return { language: tag.split('-', 1)[0], quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const locale = LOCALES.find((candidate) => candidate === language);
    if (locale !== undefined) return locale;
  }
  return 'en';
}
