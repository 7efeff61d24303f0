// Syncs manifests as Argo CD does, with its gitops-engine. Reads a list of objects as JSON from standard input, and writes
// the result for each object as JSON to standard output.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/cache"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	instanceLabel      = "app.kubernetes.io/instance"
	trackingAnnotation = "argocd.argoproj.io/tracking-id"
)

type outcome struct {
	Object  string `json:"object"`
	Order   int    `json:"order"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

func main() {
	app := flag.String("app", "", "name of the Application")
	namespace := flag.String("namespace", "default", "namespace of the destination")
	tracking := flag.String("tracking", "annotation", "how objects are recognized: annotation or label")
	pruneLast := flag.Bool("prune-last", false, "sync option PruneLast=true")
	timeout := flag.Duration("timeout", 2*time.Minute, "longest time of the sync")
	flag.Parse()
	results, err := run(*app, *namespace, *tracking, *pruneLast, *timeout)
	if printErr := json.NewEncoder(os.Stdout).Encode(results); printErr != nil {
		err = printErr
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(app, namespace, tracking string, pruneLast bool, timeout time.Duration) ([]outcome, error) {
	var targets []*unstructured.Unstructured
	if err := json.NewDecoder(os.Stdin).Decode(&targets); err != nil {
		return nil, err
	}
	for _, target := range targets {
		track(target, app, tracking)
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 200, 400
	owner := func(object *unstructured.Unstructured, _ bool) (any, bool) {
		name := ownerOf(object, tracking)
		return name, name != ""
	}
	live := cache.NewClusterCache(config, cache.SetLogr(logr.Discard()), cache.SetPopulateResourceInfoHandler(owner))
	if err := live.EnsureSynced(); err != nil {
		return nil, err
	}
	defer live.Invalidate()
	application := application{name: app, namespace: namespace, pruneLast: pruneLast, config: config, live: live}
	results, err := application.sync(targets, time.Now().Add(timeout))
	outcomes := []outcome{}
	for _, result := range results {
		outcomes = append(outcomes, told(result))
	}
	return outcomes, err
}

type application struct {
	name      string
	namespace string
	pruneLast bool
	config    *rest.Config
	live      cache.ClusterCache
}

// Like Argo CD's controller, it takes a step, and begins the next one with the state of the cluster at that time.
func (app *application) sync(targets []*unstructured.Unstructured, deadline time.Time) ([]common.ResourceSyncResult, error) {
	var phase common.OperationPhase = common.OperationRunning
	var message string
	var results []common.ResourceSyncResult
	startedAt := metav1.Now()
	for !phase.Completed() {
		if time.Now().After(deadline) {
			return results, fmt.Errorf("the sync is still running: %s", message)
		}
		initial := sync.WithInitialState(phase, message, results, startedAt)
		step, end, err := app.step(targets, initial)
		if err != nil {
			return results, err
		}
		step.Sync()
		phase, message, results = step.GetState()
		end()
		if !phase.Completed() {
			time.Sleep(time.Second)
		}
	}
	if phase != common.OperationSucceeded {
		return results, fmt.Errorf("the sync ended as %s: %s", phase, message)
	}
	return results, nil
}

func (app *application) step(targets []*unstructured.Unstructured, initial sync.SyncOpt) (sync.SyncContext, func(), error) {
	// As in Argo CD, objects with an owner do not belong to the Application.
	isManaged := func(resource *cache.Resource) bool {
		return len(resource.OwnerRefs) == 0 && resource.Info == app.name
	}
	managed, err := app.live.GetManagedLiveObjs(targets, isManaged)
	if err != nil {
		return nil, nil, err
	}
	state := sync.Reconcile(targets, managed, app.namespace, app.live)
	kubectl := &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	return sync.NewSyncContext("revision", state, app.config, app.config, kubectl, app.namespace, initial,
		sync.WithPrune(true), sync.WithPruneLast(app.pruneLast), sync.WithManifestValidation(true), sync.WithLogr(logr.Discard()))
}

func told(result common.ResourceSyncResult) outcome {
	key := result.ResourceKey
	return outcome{
		Object:  fmt.Sprintf("%s/%s/%s/%s", key.Group, key.Kind, key.Namespace, key.Name),
		Order:   result.Order,
		Status:  string(result.Status),
		Message: result.Message,
	}
}

func track(object *unstructured.Unstructured, app, tracking string) {
	if tracking == "label" {
		object.SetLabels(with(object.GetLabels(), instanceLabel, app))
		return
	}
	object.SetAnnotations(with(object.GetAnnotations(), trackingAnnotation, app+suffixOf(object)))
}

func with(entries map[string]string, key, value string) map[string]string {
	if entries == nil {
		entries = map[string]string{}
	}
	entries[key] = value
	return entries
}

// The part of the annotation that names the object itself. In a copy of the object it names another one.
func suffixOf(object *unstructured.Unstructured) string {
	key := kube.GetResourceKey(object)
	return fmt.Sprintf(":%s/%s:%s/%s", key.Group, key.Kind, key.Namespace, key.Name)
}

// The Application of an object; empty if it has none.
func ownerOf(object *unstructured.Unstructured, tracking string) string {
	if tracking == "label" {
		return object.GetLabels()[instanceLabel]
	}
	app, isOwn := strings.CutSuffix(object.GetAnnotations()[trackingAnnotation], suffixOf(object))
	if !isOwn {
		return ""
	}
	return app
}
