import type { Catalogue } from './message.ts';

/** 7101–7115: archives of packages, and the files in them. Sentences name the file. */
export const PACKAGE_FILE_MESSAGES: Catalogue = {
  LB7101: {
    title: { en: 'Package cannot be read', zh: '无法读取扩展包' },
    sentence: {
      en: '{file} is no package, or a damaged one: {reason}.',
      zh: '{file} 不是扩展包，或已损坏：{reason}。',
    },
    cause: {
      en: 'A package is a tar archive that was compressed with gzip. This one is something else, or its end is missing.',
      zh: '扩展包是经 gzip 压缩的 tar 归档。此文件是其他内容，或结尾缺失。',
    },
    cure: { en: 'Download or build the package again.', zh: '请重新下载或构建扩展包。' },
  },
  LB7102: {
    title: { en: 'Package too large', zh: '扩展包过大' },
    sentence: { en: '{file} has more than {limit}.', zh: '{file} 超过 {limit}。' },
    cause: {
      en: 'Packages are read in memory and kept on the disk of each server.',
      zh: '扩展包会被读入内存，并保存在每台服务器的磁盘上。',
    },
    cure: {
      en: 'Leave out what is not needed at run time, and keep images in a registry.',
      zh: '请去掉运行时不需要的内容，镜像应放在镜像仓库中。',
    },
  },
  LB7103: {
    title: { en: 'Package too large when unpacked', zh: '扩展包解压后过大' },
    sentence: { en: 'What is in {file} is larger than {limit}.', zh: '{file} 的内容超过 {limit}。' },
    cause: {
      en: 'A small file that unpacks to a large one can fill a server.',
      zh: '体积很小而解压后很大的文件会占满服务器。',
    },
    cure: { en: 'Leave large files out of the package.', zh: '请不要将大文件放入扩展包。' },
  },
  LB7104: {
    title: { en: 'Too many files in the package', zh: '扩展包中的文件过多' },
    sentence: { en: '{file} has more than {limit} entries.', zh: '{file} 的条目超过 {limit} 个。' },
    cause: { en: 'Each entry costs time and memory, whatever its size.', zh: '无论大小，每个条目都要耗费时间和内存。' },
    cure: {
      en: 'Leave out what is not needed at run time, such as node_modules and sources.',
      zh: '请去掉运行时不需要的内容，例如 node_modules 和源代码。',
    },
  },
  LB7105: {
    title: { en: 'Entry leads out of the package', zh: '条目指向扩展包之外' },
    sentence: {
      en: 'The package has an entry {file}, which would be written outside its folder.',
      zh: '扩展包中的条目 {file} 会被写到其目录之外。',
    },
    cause: {
      en: 'Paths in a package are relative, with forward slashes, and have no part “..”.',
      zh: '扩展包中的路径须为使用正斜杠的相对路径，且不含“..”。',
    },
    cure: {
      en: 'Take the package from a source that you trust, or build it again.',
      zh: '请从可信来源获取扩展包，或重新构建。',
    },
  },
  LB7106: {
    title: { en: 'Package holds more than files', zh: '扩展包中含有非普通文件' },
    sentence: {
      en: '{file} in the package is no file, but a {kind} to {target}.',
      zh: '扩展包中的 {file} 不是普通文件，而是指向 {target} 的 {kind}。',
    },
    cause: {
      en: 'Links and devices can lead anywhere on the machine that unpacks them.',
      zh: '链接和设备可能指向解压机器上的任何位置。',
    },
    cure: { en: 'Put the file itself into the package.', zh: '请将文件本身放入扩展包。' },
  },
  LB7107: {
    title: { en: 'File is in the package twice', zh: '文件在扩展包中重复' },
    sentence: {
      en: '{file} is in the package twice, or once as a file and once as a folder.',
      zh: '{file} 在扩展包中出现两次，或同时作为文件和目录出现。',
    },
    cause: {
      en: 'Which of the two counts would depend on who reads it. Names that differ in case alone are the same on some systems.',
      zh: '哪一个有效取决于由谁读取。仅大小写不同的名称在某些系统上是同一个。',
    },
    cure: { en: 'Remove one of them, or rename it.', zh: '请删除或重命名其中一个。' },
  },
  LB7108: {
    title: { en: 'Files outside the folder of the chart', zh: '文件位于图表目录之外' },
    sentence: { en: '{file} holds {found} beside the folder {root}.', zh: '{file} 在目录 {root} 之外还有 {found}。' },
    cause: {
      en: 'Everything in a package lies below one folder, which has the name of the extension.',
      zh: '扩展包的全部内容都位于一个以扩展名称命名的目录之下。',
    },
    cure: {
      en: 'Pack the folder itself, as helm package does, and nothing beside it.',
      zh: '请像 helm package 那样打包该目录本身，不要包含其他内容。',
    },
  },
  LB7109: {
    title: { en: 'Name of a file too long', zh: '文件名过长' },
    sentence: {
      en: 'The package has an entry whose name is longer than {limit} characters or {depth} folders deep: {file}.',
      zh: '扩展包中有条目的名称超过 {limit} 个字符，或目录超过 {depth} 层：{file}。',
    },
    cause: { en: 'Such names cannot be written to every disk.', zh: '并非所有磁盘都能写入这样的名称。' },
    cure: { en: 'Rename it.', zh: '请重命名。' },
  },
  LB7110: {
    title: { en: 'File too large', zh: '文件过大' },
    sentence: { en: '{file} has more than {limit}.', zh: '{file} 超过 {limit}。' },
    cause: {
      en: 'The file is read as a whole, and every server does so.',
      zh: '该文件会被整体读取，且每台服务器都会读取。',
    },
    cure: { en: 'Make the file smaller, or split it.', zh: '请缩小或拆分该文件。' },
  },
  LB7111: {
    title: { en: 'Not valid YAML', zh: 'YAML 无效' },
    sentence: { en: '{file}, line {line}: {reason}.', zh: '{file} 第 {line} 行：{reason}。' },
    cause: { en: 'The file cannot be read as YAML.', zh: '该文件无法按 YAML 读取。' },
    cure: {
      en: 'Correct the line. Texts with colons, hashes or percent signs go into quotes.',
      zh: '请修正该行。含有冒号、井号或百分号的文本须加引号。',
    },
  },
  LB7112: {
    title: { en: 'Too many aliases in YAML', zh: 'YAML 别名过多' },
    sentence: { en: '{file} refers to its anchors more than {limit} times.', zh: '{file} 引用锚点超过 {limit} 次。' },
    cause: {
      en: 'Aliases of aliases can make a small file unfold to a huge one.',
      zh: '别名嵌套可能使很小的文件展开成巨大的内容。',
    },
    cure: { en: 'Write the values out.', zh: '请直接写出这些值。' },
  },
  LB7113: {
    title: { en: 'Key is there twice', zh: '键重复' },
    sentence: {
      en: '{file}, line {line}: the key {field} is there twice.',
      zh: '{file} 第 {line} 行：键 {field} 重复。',
    },
    cause: { en: 'Which of the two counts would depend on who reads it.', zh: '哪一个有效取决于由谁读取。' },
    cure: { en: 'Remove one of the two.', zh: '请删除其中一个。' },
  },
  LB7114: {
    title: { en: 'Not text in UTF-8', zh: '不是 UTF-8 文本' },
    sentence: { en: '{file} is not text in UTF-8.', zh: '{file} 不是 UTF-8 文本。' },
    cause: {
      en: 'The file is written in another encoding, or is no text at all.',
      zh: '该文件采用其他编码，或根本不是文本。',
    },
    cure: { en: 'Save it in UTF-8.', zh: '请以 UTF-8 保存。' },
  },
  LB7115: {
    title: { en: 'File missing in the package', zh: '扩展包缺少文件' },
    sentence: { en: 'The package has no {file}.', zh: '扩展包中没有 {file}。' },
    cause: {
      en: 'extension.yaml says what the extension is; Chart.yaml is there once helm has something to install.',
      zh: 'extension.yaml 说明扩展的内容；只要需要 helm 安装内容，就必须有 Chart.yaml。',
    },
    cure: {
      en: 'Add the file to the folder of the extension, and build the package again. Chart.yaml is written when an extension is packed.',
      zh: '请将该文件加入扩展目录，并重新构建扩展包。打包扩展时会生成 Chart.yaml。',
    },
  },
};
