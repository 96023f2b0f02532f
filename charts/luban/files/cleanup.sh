# Removes what the server made while it ran. All of it bears the mark of who manages it, whatever kind it is.
set -eu
ours=app.kubernetes.io/managed-by=luban

echo 'Rights that were made of roles and their bindings'
kubectl delete clusterrolebindings,clusterroles -l "$ours" --ignore-not-found
kubectl delete rolebindings,roles -A -l "$ours" --ignore-not-found

echo 'Definitions, and with each of them its objects'
for definition in $(kubectl get customresourcedefinitions -l "$ours" -o name); do
  kind=${definition#*/}
  # The controllers that finalizers wait for are gone.
  kubectl get "$kind" -A -o jsonpath='{range .items[*]}{.metadata.name}{" "}{.metadata.namespace}{"\n"}{end}' |
    while read -r name namespace; do
      kubectl patch "$kind" "$name" ${namespace:+-n "$namespace"} --type=merge -p '{"metadata":{"finalizers":null}}'
    done
  kubectl delete customresourcedefinitions "$kind" --ignore-not-found
done

echo 'Pods behind terminals on nodes'
kubectl delete pods -n "$NAMESPACE" -l luban.dev/terminal --ignore-not-found

echo 'Keys, sessions, tokens, credentials, settings and the lease of the leader'
kubectl delete leases,secrets,configmaps -n "$NAMESPACE" -l "$ours" --ignore-not-found
