{{- define "luban.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "luban.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "luban.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "luban.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "luban.selector" -}}
app.kubernetes.io/name: {{ include "luban.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "luban.labels" -}}
{{ include "luban.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "luban.serviceAccount" -}}
{{- default (include "luban.fullname" .) .Values.serviceAccount.name }}
{{- end }}

{{- define "luban.cleanup" -}}
{{ include "luban.fullname" . }}-cleanup
{{- end }}

{{/* Namespace in which the server keeps what is its own, wherever it is installed. */}}
{{- define "luban.ownNamespace" -}}
luban-system
{{- end }}

{{/* Helm asks the cluster, and `helm template --kube-version` tells this alone. */}}
{{- define "luban.kubeAtLeast" -}}
{{- if semverCompare (printf ">=%s-0" .version) .root.Capabilities.KubeVersion.Version }}true{{ end }}
{{- end }}
