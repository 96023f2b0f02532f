import { fieldOf, type ManifestRule } from './rule.ts';

export const filesListed: ManifestRule = {
  description: 'Every file that is loaded has its digest and its size in `remote`, and a script container its name.',
  check({ remote }, report) {
    if (!remote) return;
    const check = (file: string, field: string) => {
      if (!Object.hasOwn(remote.integrity, file)) report('LB1015', field, { target: file });
    };
    check(remote.entry, 'remote.entry');
    for (const [name, module] of Object.entries(remote.modules)) {
      const field = fieldOf('remote.modules', name);
      for (const [index, file] of module.js.entries()) check(file, `${field}.js[${index}]`);
      for (const [index, file] of module.css.entries()) check(file, `${field}.css[${index}]`);
    }
    for (const file of Object.keys(remote.integrity)) {
      if (!Object.hasOwn(remote.bytes, file)) report('LB1003', fieldOf('remote.bytes', file));
    }
    if (remote.format === 'script' && remote.container === undefined) report('LB1003', 'remote.container');
  },
};
