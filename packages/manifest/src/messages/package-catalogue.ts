import type { Catalogue } from './message.ts';

/** 73xx: repositories and what of them is in the catalogue. */
export const PACKAGE_CATALOGUE_MESSAGES: Catalogue = {
  LB7301: {
    title: { en: 'Package not there', zh: '扩展包不存在' },
    sentence: {
      en: 'The package of {extension} {version} is not at {where}.',
      zh: '{extension} {version} 的扩展包不在 {where}。',
    },
    cause: {
      en: 'The version names this place, and nothing is there: the ConfigMap or its key was deleted, or the product no longer brings the package along.',
      zh: '该版本指向此位置，但那里没有内容：ConfigMap 或其键已被删除，或产品不再附带该扩展包。',
    },
    cure: {
      en: 'Publish the package again, or choose another version.',
      zh: '请重新发布该扩展包，或选择其他版本。',
    },
  },
  LB7302: {
    title: { en: 'Other content than announced', zh: '内容与声明不符' },
    sentence: {
      en: 'What came for {extension} {version} has the digest {found}; announced is {wanted}.',
      zh: '{extension} {version} 的内容摘要为 {found}，声明的是 {wanted}。',
    },
    cause: {
      en: 'The archive was replaced or damaged after the catalogue took note of it. It was not used.',
      zh: '目录登记之后，归档文件被替换或损坏。该文件未被使用。',
    },
    cure: {
      en: 'Sync the repository to take over what it has now, or have its owner restore the archive.',
      zh: '请同步该仓库以采用其当前内容，或请仓库所有者恢复归档文件。',
    },
  },
  LB7303: {
    title: { en: 'Another repository has it', zh: '另一仓库已提供' },
    sentence: {
      en: '{extension} is also in the repository {owner}, which is used. That of {repository} is not.',
      zh: '仓库 {owner} 也提供 {extension}，并已采用；{repository} 的未被采用。',
    },
    cause: {
      en: 'Two repositories offer an extension of one name. The repository that was added first is used, so that nobody takes over an extension unnoticed.',
      zh: '两个仓库提供同名扩展。采用先添加的仓库，以免扩展被悄然接管。',
    },
    cure: {
      en: 'Remove one of the repositories, or have one of the extensions renamed.',
      zh: '请移除其中一个仓库，或让其中一个扩展改名。',
    },
  },
  LB7304: {
    title: { en: 'Version was published by hand', zh: '该版本由人工发布' },
    sentence: {
      en: '{extension} {version} was published by hand, and stays as it is. {repository} has other content for it.',
      zh: '{extension} {version} 由人工发布，保持不变；{repository} 中的内容与其不同。',
    },
    cause: {
      en: 'An uploaded or applied version is never replaced by that of a repository.',
      zh: '上传或手动创建的版本不会被仓库中的版本替换。',
    },
    cure: {
      en: 'Delete the ExtensionVersion to have the one of the repository.',
      zh: '如需使用仓库中的版本，请删除该 ExtensionVersion。',
    },
  },
  LB7305: {
    title: { en: 'Installed version was changed', zh: '已安装的版本被更改' },
    sentence: {
      en: '{repository} has other content for {extension} {version} than what is installed.',
      zh: '{repository} 中 {extension} {version} 的内容与已安装的不同。',
    },
    cause: {
      en: 'The repository replaced a version that was published before. What is installed stays in force.',
      zh: '仓库替换了此前发布的版本。已安装的内容继续生效。',
    },
    cure: {
      en: 'Ask the owner of the repository for a new version number. The new content is taken once the version is no longer installed.',
      zh: '请仓库所有者使用新的版本号。该版本不再被安装后，将采用新的内容。',
    },
  },
  LB7306: {
    title: { en: 'Version exists already', zh: '该版本已存在' },
    sentence: {
      en: '{extension} {version} is in the catalogue already, with other content.',
      zh: '{extension} {version} 已在目录中，且内容不同。',
    },
    cause: {
      en: 'A version stands for one content, so that what was judged is what is installed.',
      zh: '一个版本只对应一份内容，以确保安装的正是审阅过的。',
    },
    cure: {
      en: 'Give the package another version, or delete the ExtensionVersion first.',
      zh: '请为扩展包使用其他版本号，或先删除该 ExtensionVersion。',
    },
  },
  LB7307: {
    title: { en: 'No place of a package', zh: '未指明扩展包位置' },
    sentence: {
      en: 'The version {version} of {extension} says neither chartDataRef nor chartURL.',
      zh: '{extension} 的版本 {version} 既没有 chartDataRef，也没有 chartURL。',
    },
    cause: {
      en: 'Without either, nobody knows where its package is.',
      zh: '两者皆无，就无法得知扩展包所在。',
    },
    cure: {
      en: 'Set one of the two in the ExtensionVersion, or upload the package.',
      zh: '请在 ExtensionVersion 中设置其一，或上传扩展包。',
    },
  },
  LB7308: {
    title: { en: 'Object has another name', zh: '对象名称不符' },
    sentence: {
      en: 'The ExtensionVersion {object} holds the package of {name}.',
      zh: 'ExtensionVersion {object} 对应的扩展包是 {name}。',
    },
    cause: {
      en: 'Installations find a version by its name, which is that of the extension, a hyphen and the version.',
      zh: '安装时按名称查找版本，名称由扩展名、连字符和版本号组成。',
    },
    cure: { en: 'Create it under the name {name}.', zh: '请以名称 {name} 创建。' },
  },
  LB7309: {
    title: { en: 'Version makes no name', zh: '版本号不能作为名称' },
    sentence: {
      en: '{extension} has the version {version}, of which no object can be named.',
      zh: '{extension} 的版本号 {version} 不能用作对象名称。',
    },
    cause: {
      en: 'Objects of versions are named after them. Kubernetes takes small letters, digits, dots and hyphens alone.',
      zh: '版本对象以版本号命名，而 Kubernetes 的名称只接受小写字母、数字、点和连字符。',
    },
    cure: {
      en: 'Publish it under a semantic version of small letters and without build metadata, such as 1.2.0-rc.1.',
      zh: '请使用仅含小写字母且不带构建元数据的语义化版本号发布，例如 1.2.0-rc.1。',
    },
  },
  LB7310: {
    title: { en: 'Chart did not come in time', zh: 'Chart 未能及时取得' },
    sentence: {
      en: 'The package of {extension} {version} did not come within {seconds} s.',
      zh: '{extension} {version} 的扩展包在 {seconds} 秒内没有取得。',
    },
    cause: {
      en: 'The repository is slow or the package large. Others were not held up, and what the catalogue had stays.',
      zh: '仓库较慢或扩展包较大。其他扩展包不受影响，目录中已有的内容保持不变。',
    },
    cure: {
      en: 'It is tried again at the next sync. Raise updateStrategy.timeout of the repository if it never comes.',
      zh: '下次同步会重试。若始终无法取得，请增大该仓库的 updateStrategy.timeout。',
    },
  },
  LB7311: {
    title: { en: 'Too many extensions', zh: '扩展过多' },
    sentence: {
      en: '{count} extensions of this repository were left out: {limit} are taken.',
      zh: '该仓库有 {count} 个扩展未被采用：最多采用 {limit} 个。',
    },
    cause: {
      en: 'A catalogue that large could be neither kept nor searched.',
      zh: '过大的目录既无法保存，也无法检索。',
    },
    cure: { en: 'Split the repository.', zh: '请拆分该仓库。' },
  },
  LB7312: {
    title: { en: 'Repository is suddenly empty', zh: '仓库突然为空' },
    sentence: {
      en: '{repository} lists nothing, where it had {count} charts before. What the catalogue has was kept.',
      zh: '{repository} 未列出任何内容，此前有 {count} 个 chart。目录中的内容已保留。',
    },
    cause: {
      en: 'A server that lost its storage, or is only just starting, answers like this. The next sync that finds the same takes it as meant.',
      zh: '丢失存储或刚启动的服务器会这样应答。若下次同步仍然如此，则视为有意为之。',
    },
    cure: {
      en: 'Look after the repository, or sync again if it is meant to be empty.',
      zh: '请检查该仓库；若确应为空，请再次同步。',
    },
  },
  LB7313: {
    title: { en: 'Extension was published by hand', zh: '该扩展由人工发布' },
    sentence: {
      en: '{extension} was published by hand, so that of {repository} is not used.',
      zh: '{extension} 由人工发布，因此未采用 {repository} 中的。',
    },
    cause: {
      en: 'A repository does not take over an extension that people have uploaded or applied.',
      zh: '仓库不会接管由人上传或创建的扩展。',
    },
    cure: {
      en: 'Set the label kubesphere.io/repository-ref of the Extension to {repository} to let it add its versions.',
      zh: '如需由该仓库添加版本，请将 Extension 的标签 kubesphere.io/repository-ref 设为 {repository}。',
    },
  },
  LB7314: {
    title: { en: 'Unexpected failure', zh: '意外故障' },
    sentence: { en: 'It failed: {reason}.', zh: '操作失败：{reason}。' },
    cause: {
      en: 'Something went wrong that has no number of its own.',
      zh: '发生了没有专门编号的故障。',
    },
    cure: {
      en: 'It is tried again. The log of the server has more if it stays.',
      zh: '系统会重试。若持续出现，请查看服务器日志。',
    },
  },
  LB7315: {
    title: { en: 'Repository did not answer in time', zh: '仓库未及时应答' },
    sentence: {
      en: 'What the repository has was not known within {seconds} s.',
      zh: '在 {seconds} 秒内未能得知仓库的内容。',
    },
    cause: {
      en: 'It is slow, far away, or behind something that drops connections. What the catalogue had stays.',
      zh: '仓库较慢、较远，或连接被中间设备丢弃。目录中已有的内容保持不变。',
    },
    cure: {
      en: 'It is tried again by itself. Raise updateStrategy.timeout of the repository if it never comes.',
      zh: '系统会自动重试。若始终无法得知，请增大该仓库的 updateStrategy.timeout。',
    },
  },
  LB7316: {
    title: { en: 'Package is refused', zh: '扩展包被拒绝' },
    sentence: {
      en: 'The package was refused. What is wrong ({count}), first of all: {reason}',
      zh: '扩展包被拒绝。问题共 {count} 个，首先是：{reason}',
    },
    cause: {
      en: 'A package is taken as a whole or not at all. Nothing was written.',
      zh: '扩展包要么完整采用，要么完全不采用。未写入任何内容。',
    },
    cure: {
      en: 'Correct what is listed, pack it again and send it once more.',
      zh: '请修正所列问题，重新打包后再次上传。',
    },
  },
  LB7317: {
    title: { en: 'Unknown repository', zh: '未知的仓库' },
    sentence: { en: 'There is no repository {repository}.', zh: '没有名为 {repository} 的仓库。' },
    cause: { en: 'It was removed, or the name is mistyped.', zh: '该仓库已被移除，或名称有误。' },
    cure: {
      en: 'kubectl get repositories lists those that exist.',
      zh: 'kubectl get repositories 可列出现有的仓库。',
    },
  },
  LB7318: {
    title: { en: 'Package has another name', zh: '扩展包名称不符' },
    sentence: {
      en: 'The repository lists {extension} {version}, and the package is {found}.',
      zh: '仓库列出的是 {extension} {version}，而扩展包是 {found}。',
    },
    cause: {
      en: 'Index and archive do not belong together.',
      zh: '索引与归档文件不匹配。',
    },
    cure: {
      en: 'Have the owner of the repository write its index anew.',
      zh: '请仓库所有者重新生成索引。',
    },
  },
};
