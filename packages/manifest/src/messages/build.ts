import type { Catalogue } from './message.ts';

/** 6xxx: what the build of an extension refuses. */
export const BUILD_MESSAGES: Catalogue = {
  LB6001: {
    title: ['extension.yaml is not valid', 'extension.yaml 无效'],
    sentence: ['{field} in {file}: {reason}.', '{file} 中的 {field}：{reason}。'],
    cause: [
      'extension.yaml holds the name, the version and what people read about the extension.',
      'extension.yaml 记录扩展的名称、版本以及供人阅读的信息。',
    ],
    cure: ['Correct the field and build again.', '修正该字段，然后重新构建。'],
  },
  LB6002: {
    title: ['Definition is not valid', '扩展定义无效'],
    sentence: ['{file} is not valid at {field}: {reason}.', '{file} 在 {field} 处无效：{reason}。'],
    cause: [
      'The build evaluates extension.ts and reads the catalogues. extension.ts has to export what defineExtension returns.',
      '构建时会执行 extension.ts 并读取语言文件。extension.ts 必须导出 defineExtension 的返回值。',
    ],
    cure: ['Correct the file and build again.', '修正该文件，然后重新构建。'],
  },
  LB6003: {
    title: ['Component is not a literal import', '组件不是字面量导入'],
    sentence: [
      "{field} in {file} is not of the form () => import('./file'): {source}",
      "{file} 中的 {field} 不是 () => import('./file') 的形式：{source}",
    ],
    cause: [
      'The build must see which file to expose, without running the import.',
      '构建时必须在不执行导入的情况下确定要暴露的文件。',
    ],
    cure: ['Write the import with the path as a plain text.', '将导入路径写成普通字符串。'],
  },
  LB6004: {
    title: ['Export is missing', '缺少导出'],
    sentence: [
      '{module} has no export named {name}; it has: {found}.',
      '{module} 没有名为 {name} 的导出，已有的导出：{found}。',
    ],
    cause: ['A contribution refers to an export that the file does not have.', '某个贡献项引用了文件中不存在的导出。'],
    cure: ['Export it, or refer to one that exists.', '添加该导出，或引用已有的导出。'],
  },
  LB6005: {
    title: ['Import is not offered by the console', '控制台未提供该导入'],
    sentence: [
      '{file} imports {name} from {package}, which the console’s copy does not have.',
      '{file} 从 {package} 导入 {name}，但控制台提供的副本中没有它。',
    ],
    cause: [
      'The console shares a chosen part of this package, to keep every page small.',
      '为减小页面体积，控制台只共享该包的一部分。',
    ],
    cure: [
      'Use another export, or bundle the package by taking it out of shared.',
      '使用其他导出，或将该包从 shared 中移除并打包到扩展中。',
    ],
  },
  LB6006: {
    title: ['Style reaches beyond the extension', '样式超出扩展范围'],
    sentence: [
      '{file}, line {line}: {selector} cannot be kept within the extension: {reason}.',
      '{file} 第 {line} 行：{selector} 无法限制在扩展范围内：{reason}。',
    ],
    cause: [
      'Styles of an extension apply to its own parts of the page alone.',
      '扩展的样式只能作用于页面中属于它自己的部分。',
    ],
    cure: ['Use a class of your own instead.', '改用自己的类名。'],
  },
  LB6007: {
    title: ['File is missing', '缺少文件'],
    sentence: ['{field} names {file}, which does not exist.', '{field} 指定的 {file} 不存在。'],
    cause: ['The path is misspelt, or leads out of the extension’s folder.', '路径拼写有误，或超出了扩展目录。'],
    cure: ['Correct the path, or add the file.', '修正路径，或添加该文件。'],
  },
  LB6008: {
    title: ['Budget is exceeded', '超出预算'],
    sentence: [
      '{file} has {actual} kB; the budget {budget} allows {limit} kB.',
      '{file} 的大小为 {actual} kB，而预算 {budget} 只允许 {limit} kB。',
    ],
    cause: ['The manifest sets a budget for itself, and the build keeps it.', '清单设定了预算，构建时会检查。'],
    cure: [
      'Load heavy parts later with import(), or raise the budget.',
      '使用 import() 延迟加载较大的部分，或提高预算。',
    ],
  },
};
