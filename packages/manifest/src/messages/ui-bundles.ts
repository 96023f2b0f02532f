import type { Catalogue } from './message.ts';

/** 58xx: extensions as Kubernetes objects. */
export const UI_BUNDLE_MESSAGES: Catalogue = {
  LB5801: {
    title: { en: 'Package is not here', zh: '缺少软件包' },
    sentence: {
      en: 'The UIBundle {name} {version} names the package {package}, which this server does not have.',
      zh: 'UIBundle {name} {version} 引用了软件包 {package}，但本服务器上没有该软件包。',
    },
    cause: {
      en: 'The package was removed from the disk, or it was uploaded to another server.',
      zh: '软件包已从磁盘移除，或上传到了另一台服务器。',
    },
    cure: {
      en: 'Install the package again, or name another source in the UIBundle.',
      zh: '重新安装软件包，或在 UIBundle 中指定其他来源。',
    },
  },
  LB5802: {
    title: { en: 'Files without a source', zh: '文件没有来源' },
    sentence: {
      en: 'The UIBundle {name} has code, and names no source for its files.',
      zh: 'UIBundle {name} 包含代码，但没有指定文件的来源。',
    },
    cause: {
      en: 'Its manifest has a remote, whereas spec.source is empty.',
      zh: '清单中有 remote，而 spec.source 为空。',
    },
    cure: {
      en: 'Set spec.source.configMapRef, spec.source.url or spec.source.package.',
      zh: '请设置 spec.source.configMapRef、spec.source.url 或 spec.source.package。',
    },
  },
  LB5803: {
    title: { en: 'Reference cannot be read', zh: '无法识别的引用' },
    sentence: { en: 'Files cannot be taken from {source}.', zh: '无法从 {source} 获取文件。' },
    cause: {
      en: 'A package in a registry is named as oci://host/path:version.',
      zh: '镜像仓库中的软件包应写作 oci://主机/路径:版本。',
    },
    cure: {
      en: 'Correct spec.source.oci, or set spec.source.configMapRef or spec.source.url instead.',
      zh: '请更正 spec.source.oci，或改用 spec.source.configMapRef 或 spec.source.url。',
    },
  },
  LB5804: {
    title: { en: 'ConfigMap without the files', zh: 'ConfigMap 中没有文件' },
    sentence: {
      en: 'The ConfigMap {reference} has no binary data under the key “{key}”.',
      zh: 'ConfigMap {reference} 的键“{key}”下没有二进制数据。',
    },
    cause: {
      en: 'It does not exist, or the key is another one. Without a key it must have exactly one.',
      zh: '该 ConfigMap 不存在，或键名不同。未指定键时，它必须恰好有一个键。',
    },
    cure: {
      en: 'Put the .tgz of the package there: kubectl create configmap NAME --from-file=KEY=package.tgz.',
      zh: '将软件包的 .tgz 放入其中：kubectl create configmap NAME --from-file=KEY=package.tgz。',
    },
  },
  LB5805: {
    title: { en: 'Files could not be fetched', zh: '无法获取文件' },
    sentence: { en: 'Fetching {url} failed: {reason}.', zh: '获取 {url} 失败：{reason}。' },
    cause: {
      en: 'The address does not answer, or answers with something else than a package.',
      zh: '该地址没有响应，或返回的不是软件包。',
    },
    cure: {
      en: 'Check the address. It is tried again every 15 seconds.',
      zh: '请检查地址。系统每 15 秒重试一次。',
    },
  },
  LB5806: {
    title: { en: 'Another extension than announced', zh: '扩展与声明不符' },
    sentence: {
      en: 'The UIBundle is named {object}, its manifest says {package}.',
      zh: 'UIBundle 的名称为 {object}，而其清单为 {package}。',
    },
    cause: {
      en: 'metadata.name and spec.version must be the name and the version of the manifest.',
      zh: 'metadata.name 和 spec.version 必须与清单中的名称和版本一致。',
    },
    cure: { en: 'Make the two the same.', zh: '请将两者改为一致。' },
  },
  LB5807: {
    title: { en: 'Other content than announced', zh: '内容与声明不符' },
    sentence: {
      en: 'The files of {name} {version} are others than the UIBundle says.',
      zh: '{name} {version} 的文件与 UIBundle 所述不同。',
    },
    cause: {
      en: 'spec.digest or spec.manifest does not fit the package that the source gave.',
      zh: 'spec.digest 或 spec.manifest 与来源提供的软件包不匹配。',
    },
    cure: {
      en: 'Write both from the package that was built: spec.manifest is its ui/extension.json.',
      zh: '请根据构建出的软件包填写二者：spec.manifest 即其 ui/extension.json。',
    },
  },
  LB5808: {
    title: { en: 'Package could not be published', zh: '无法发布软件包' },
    sentence: {
      en: 'The package {extension} has no UIBundle: {reason}',
      zh: '软件包 {extension} 没有 UIBundle：{reason}',
    },
    cause: { en: 'The cluster refused the object.', zh: '集群拒绝了该对象。' },
    cure: {
      en: 'Mend what the cluster says, and change the package or restart the server.',
      zh: '请按集群的提示修正，然后更改软件包或重启服务器。',
    },
  },
  LB5809: {
    title: { en: 'Interface belongs to somebody else', zh: '界面属于他人' },
    sentence: {
      en: 'There is a UIBundle named {extension} that no installation has made.',
      zh: '已存在名为 {extension} 的 UIBundle，且它不是由安装创建的。',
    },
    cause: {
      en: 'Somebody has applied it by hand, and what people apply is not replaced.',
      zh: '它是手动应用的，手动应用的内容不会被替换。',
    },
    cure: {
      en: 'Delete it (kubectl delete uibundle {extension}), then try the installation again.',
      zh: '请先删除它（kubectl delete uibundle {extension}），然后重试安装。',
    },
  },
};
