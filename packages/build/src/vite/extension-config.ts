import type { Rolldown, UserConfig } from 'vite';

const FONT = /\.(woff2?|ttf|otf|eot)$/;

/** What an extension's Vite configuration always says. */
export function extensionConfig(options: { outDir: string; rolldown?: Rolldown.RolldownOptions }): UserConfig {
  return {
    // Relative, or chunks and images would be looked for at the console's root.
    base: './',
    // Files that no module names could not be listed with the modules that need them.
    publicDir: false,
    build: {
      target: 'es2023',
      outDir: options.outDir,
      // The files are written when the manifest is complete, all at once.
      write: false,
      modulePreload: false,
      reportCompressedSize: false,
      // The console's content security policy allows images in data: URIs, but no fonts.
      assetsInlineLimit: (file: string) => (FONT.test(file) ? false : undefined),
      rolldownOptions: options.rolldown,
    },
  };
}
