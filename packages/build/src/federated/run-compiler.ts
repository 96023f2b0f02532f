interface RunnableCompiler<S> {
  run(callback: (error: Error | null, stats: S | undefined) => void): void;
  close(callback: (error?: Error | null) => void): void;
}

interface RunStats {
  hasErrors(): boolean;
  toString(options: object): string;
}

/** Runs Rspack or webpack once. Rejects with what a plugin threw, or with the bundler's own messages. */
export async function runCompiler<S extends RunStats>(compiler: RunnableCompiler<S>): Promise<void> {
  const stats = await new Promise<S | undefined>((resolve, reject) => {
    compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result))));
  });
  if (stats?.hasErrors()) throw new Error(stats.toString({ all: false, errors: true, colors: false }));
}
