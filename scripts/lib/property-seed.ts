/**
 * Before every unit test file. In continuous integration properties are tried with the same inputs in each run, so that a
 * red run means the change and not the dice; on a person's machine each run tries new ones.
 */
export const PROPERTY_SEED = 20_261_126;

if (process.env.CI) {
  const { configureGlobal } = await import('fast-check');
  configureGlobal({ seed: PROPERTY_SEED });
}
