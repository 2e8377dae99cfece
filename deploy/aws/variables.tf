variable "region" {
  type        = string
  description = "Region of everything."
  default     = "us-east-1"
}

variable "name" {
  type        = string
  description = "Begins the name of everything that is made."
  default     = "rivulet"
}

variable "vpc_id" {
  type        = string
  description = "An existing VPC with a way out for its private subnets (to pull images), such as a NAT gateway or endpoints."
}

variable "private_subnets" {
  type        = list(string)
  description = "Three private subnets in three availability zones: brokers, database and services."

  validation {
    condition     = length(var.private_subnets) == 3
    error_message = "Kafka's three copies need three subnets, each in another availability zone."
  }
}

variable "public_subnets" {
  type        = list(string)
  description = "Public subnets in two availability zones at least, for the load balancer."
}

variable "certificate_arn" {
  type        = string
  description = "ACM certificate for both hosts below."
}

variable "ingest_host" {
  type        = string
  description = "Name under which SDKs reach the collector, such as events.example.com."
}

variable "dashboard_host" {
  type        = string
  description = "Name of the dashboard, such as reports.example.com."
}

variable "dashboard_networks" {
  type        = list(string)
  description = "From where the load balancer lets the dashboard be seen."
}

variable "image" {
  type        = string
  description = "Registry and path of the image, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com/rivulet"
}

variable "image_tag" {
  type        = string
  description = "Tag of the image."
}

variable "bucket" {
  type        = string
  description = "Name of the lake's bucket; bucket names are unique in the world."
}

variable "admin_token_secret_arn" {
  type        = string
  description = "Secrets Manager secret whose whole value is the token of the ETL's API."
}

variable "bi_reader_secret_arn" {
  type        = string
  description = "Secrets Manager secret whose whole value is the password of bi_reader."
}

variable "projects_secret_arn" {
  type        = string
  description = "Secrets Manager secret whose whole value is the projects file; it has write keys."
}

variable "kafka_version" {
  type        = string
  description = "A version that MSK offers in the region, 2.8 or later."
  default     = "3.9.x"
}

variable "broker_type" {
  type    = string
  default = "kafka.t3.small"
}

variable "broker_disk_gb" {
  type    = number
  default = 100
}

variable "database_class" {
  type    = string
  default = "db.t4g.medium"
}

variable "database_disk_gb" {
  type    = number
  default = 50
}

variable "partitions" {
  type        = number
  description = "Partitions of the topics, chosen once: docs/scaling.md."
  default     = 6
}

variable "collectors" {
  type        = set(string)
  description = "One collector each, by name; two survive the loss of a zone and a restart."
  default     = ["a", "b"]
}

variable "sizes" {
  description = "CPU units (1024 are a processor) and MB of each service's task, and how many sessionizers."
  type = object({
    ingest      = object({ cpu = number, memory = number })
    sessionizer = object({ cpu = number, memory = number, count = number })
    etl         = object({ cpu = number, memory = number, disk_gb = number })
    dashboard   = object({ cpu = number, memory = number })
  })
  default = {
    ingest      = { cpu = 512, memory = 1024 }
    sessionizer = { cpu = 512, memory = 1024, count = 1 }
    etl         = { cpu = 1024, memory = 3072, disk_gb = 40 }
    dashboard   = { cpu = 256, memory = 512 }
  }
}
