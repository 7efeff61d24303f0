// generated from imports/crds/peerpods.yaml
import type { ICustomResourceDefinition } from 'kubernetes-models/apiextensions.k8s.io/v1/CustomResourceDefinition';

export const peerPodDefinition = {
  "apiVersion": "apiextensions.k8s.io/v1",
  "kind": "CustomResourceDefinition",
  "metadata": {
    "name": "peerpods.confidentialcontainers.org"
  },
  "spec": {
    "group": "confidentialcontainers.org",
    "scope": "Namespaced",
    "names": {
      "kind": "PeerPod",
      "listKind": "PeerPodList",
      "plural": "peerpods",
      "singular": "peerpod"
    },
    "versions": [
      {
        "name": "v1alpha1",
        "served": true,
        "storage": true,
        "subresources": {
          "status": {}
        },
        "schema": {
          "openAPIV3Schema": {
            "description": "The virtual machine behind a pod of the remote runtime class.",
            "type": "object",
            "properties": {
              "apiVersion": {
                "type": "string"
              },
              "kind": {
                "type": "string"
              },
              "metadata": {
                "type": "object"
              },
              "spec": {
                "description": "Which machine it is, and of which cloud.",
                "type": "object",
                "properties": {
                  "cloudProvider": {
                    "description": "Cloud that runs the machine, as CLOUD_PROVIDER names it.",
                    "type": "string"
                  },
                  "instanceID": {
                    "description": "Identifier of the machine in that cloud.",
                    "type": "string"
                  }
                }
              },
              "status": {
                "description": "What peerpod-ctrl has done so far.",
                "type": "object",
                "properties": {
                  "cleand": {
                    "description": "Whether the machine is gone. The name is spelled as the controller writes it.",
                    "type": "boolean"
                  }
                }
              }
            }
          }
        }
      }
    ]
  }
} satisfies ICustomResourceDefinition;
