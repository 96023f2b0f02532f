import type { Catalogue } from './message.ts';

/** 6xxx: what an author's build refuses. */
export const BUILD_MESSAGES: Catalogue = {
  LB6001: {
    title: { en: 'extension.yaml is not valid', zh: 'extension.yaml 无效' },
    sentence: { en: '{file}, field {field}: {reason}.', zh: '{file} 的字段 {field}：{reason}。' },
    cause: {
      en: 'Name, version and texts of an extension are taken from this file, for the package and the manifest alike.',
      zh: '扩展的名称、版本和文本均取自此文件，扩展包与清单都以它为准。',
    },
    cure: { en: '{cure}.', zh: '{cure}。' },
  },
  LB6002: {
    title: { en: 'The definition is not valid', zh: '扩展定义无效' },
    sentence: { en: '{file}, field {field}: {reason}.', zh: '{file} 的字段 {field}：{reason}。' },
    cause: {
      en: 'The build evaluates extension.ts and reads locales/*.json; what it found there cannot become a manifest.',
      zh: '构建时会执行 extension.ts 并读取 locales/*.json，其中的内容无法生成清单。',
    },
    cure: {
      en: 'Correct the file. extension.ts has to export the result of defineExtension by default.',
      zh: '请修正该文件。extension.ts 须默认导出 defineExtension 的结果。',
    },
  },
  LB6003: {
    title: { en: 'Not a literal import', zh: '不是字面量导入' },
    sentence: {
      en: '{file}, field {field}: {source} is not the plain import of a file.',
      zh: '{file} 的字段 {field}：{source} 不是对文件的直接导入。',
    },
    cause: {
      en: 'The build takes the file from the text of the function and never calls it.',
      zh: '构建从函数文本中读取文件路径，不会调用该函数。',
    },
    cure: {
      en: "Write () => import('./src/Page.tsx'), or exported(() => import('./src/parts.tsx'), 'Name') for an export with a name.",
      zh: "请写成 () => import('./src/Page.tsx')；若为具名导出，请写成 exported(() => import('./src/parts.tsx'), 'Name')。",
    },
  },
  LB6004: {
    title: { en: 'Export missing', zh: '缺少导出' },
    sentence: {
      en: '{module} has no export {name}. It has: {found}.',
      zh: '{module} 没有名为 {name} 的导出，现有导出：{found}。',
    },
    cause: {
      en: 'The manifest would refer to something that the module does not have.',
      zh: '清单将引用模块中不存在的内容。',
    },
    cure: {
      en: 'Export it under that name, or name another export in extension.ts.',
      zh: '请以该名称导出，或在 extension.ts 中改用其他导出。',
    },
  },
  LB6005: {
    title: { en: 'Import not offered', zh: '控制台未提供该导入' },
    sentence: {
      en: '{file} imports {name} from {package}, which the console does not offer.',
      zh: '{file} 从 {package} 导入了 {name}，控制台不提供该导出。',
    },
    cause: {
      en: 'Shared packages come from the console at run time, and its copy of {package} lacks that export.',
      zh: '共享包在运行时由控制台提供，而控制台的 {package} 中没有该导出。',
    },
    cure: {
      en: 'Use another export, or bundle a copy of the package: set it to false in the option "shared".',
      zh: '请改用其他导出；或在选项 shared 中将该包设为 false，以打包自己的副本。',
    },
  },
  LB6006: {
    title: { en: 'Style refused', zh: '样式被拒绝' },
    sentence: {
      en: '{file}, line {line}: {selector} is refused, because {reason}.',
      zh: '{file} 第 {line} 行：{selector} 被拒绝（{reason}）。',
    },
    cause: {
      en: 'Style sheets of an extension apply to its own parts of the page alone.',
      zh: '扩展的样式表只作用于扩展自身的页面部分。',
    },
    cure: {
      en: 'Style an element of your own by a class. Custom properties may stand at :root.',
      zh: '请用类选择器为自己的元素设置样式。自定义属性可以写在 :root 中。',
    },
  },
  LB6007: {
    title: { en: 'File missing', zh: '文件缺失' },
    sentence: { en: '{field} names the file {file}, which does not exist.', zh: '{field} 指向的文件 {file} 不存在。' },
    cause: {
      en: 'Paths are relative to the folder of the extension and may not leave it.',
      zh: '路径相对于扩展所在的文件夹，且不得超出该文件夹。',
    },
    cure: { en: 'Create the file, or correct the path.', zh: '请创建该文件，或修正路径。' },
  },
  LB6008: {
    title: { en: 'Budget exceeded', zh: '超出预算' },
    sentence: {
      en: '{file} has {actual} kB, and the budget {budget} allows {limit} kB.',
      zh: '{file} 大小为 {actual} kB，预算 {budget} 仅允许 {limit} kB。',
    },
    cause: {
      en: 'The extension sets this budget itself, in budgets of extension.ts.',
      zh: '该预算由扩展自身在 extension.ts 的 budgets 中设定。',
    },
    cure: {
      en: 'Load parts on need with import(), drop a dependency, or raise the budget.',
      zh: '请用 import() 按需加载、移除依赖，或提高预算。',
    },
  },
};
