/**
 * The whole of react-query, as a module of its own: imported dynamically through this file, only its context stays in the
 * chunk that imports the context statically. Bundlers keep a module together that is imported both ways.
 */
export * from '@tanstack/react-query';
