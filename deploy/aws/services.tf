# The four services as tasks of ECS on Fargate. A task that ends is started again.

data "aws_vpc" "own" {
  id = var.vpc_id
}

locals {
  java = "exec java -XX:+ExitOnOutOfMemoryError -Duser.home=/var/lib/rivulet -jar /opt/rivulet/rivulet.jar"

  kafka = {
    RIVULET_KAFKA_BOOTSTRAP_SERVERS = aws_msk_cluster.kafka.bootstrap_brokers_tls
    RIVULET_KAFKA_PARTITIONS        = tostring(var.partitions)
    SPRING_KAFKA_SECURITY_PROTOCOL  = "SSL"
  }
  lake = {
    RIVULET_LAKE_BUCKET = aws_s3_bucket.lake.id
    AWS_REGION          = var.region
  }
  postgres = "jdbc:postgresql://${aws_db_instance.postgres.endpoint}"
  # RDS makes it and changes it by itself: a task that starts has the one of the moment.
  postgres_password = "${aws_db_instance.postgres.master_user_secret[0].secret_arn}:password::"

  collectors = {
    for name in var.collectors : "ingest-${name}" => {
      service     = "ingest"
      cpu         = var.sizes.ingest.cpu
      memory      = var.sizes.ingest.memory
      disk_gb     = 21
      count       = 1
      port        = 8080
      kept        = "ingest-${name}"
      environment = merge(local.kafka, { RIVULET_INGEST_SPOOL_DIRECTORY = "/var/lib/rivulet/spool", RIVULET_PUBLIC_URL = "https://${var.ingest_host}", RIVULET_TRUSTED_PROXIES = data.aws_vpc.own.cidr_block })
      secrets     = {}
    }
  }

  services = merge(local.collectors, {
    sessionizer = {
      service = "sessionizer"
      cpu     = var.sizes.sessionizer.cpu
      memory  = var.sizes.sessionizer.memory
      disk_gb = 40
      count   = var.sizes.sessionizer.count
      port    = 8083
      kept    = null
      # Its memory comes back from Kafka's changelog, so its disk may be lost.
      environment = merge(local.kafka, local.lake, {
        RIVULET_SESSIONIZER_STATE_DIRECTORY = "/var/lib/rivulet/state"
        RIVULET_ARCHIVE_SPOOL_DIRECTORY     = "/var/lib/rivulet/spool"
        # Half: the memory of its stores lies outside the heap.
        JAVA_TOOL_OPTIONS = "-Xmx${floor(var.sizes.sessionizer.memory / 2)}m"
      })
      secrets = {}
    }
    etl = {
      service = "etl"
      cpu     = var.sizes.etl.cpu
      memory  = var.sizes.etl.memory
      disk_gb = var.sizes.etl.disk_gb
      count   = 1
      port    = 8082
      kept    = null
      environment = merge(local.lake, {
        RIVULET_ANALYTICS_URL      = "${local.postgres}/analytics?sslmode=require"
        RIVULET_OPS_URL            = "${local.postgres}/ops?sslmode=require"
        RIVULET_INGEST_URL         = "https://${var.ingest_host}"
        RIVULET_ETL_WORK_DIRECTORY = "/var/lib/rivulet/etl"
        # Two runs' engines of 1 GB each lie outside the heap.
        JAVA_TOOL_OPTIONS = "-Xmx512m"
      })
      secrets = { RIVULET_POSTGRES_PASSWORD = local.postgres_password, RIVULET_ADMIN_TOKEN = var.admin_token_secret_arn }
    }
    dashboard = {
      service = "dashboard"
      cpu     = var.sizes.dashboard.cpu
      memory  = var.sizes.dashboard.memory
      disk_gb = 21
      count   = 1
      port    = 8081
      kept    = "dashboard"
      environment = {
        RIVULET_ANALYTICS_URL       = "${local.postgres}/analytics?sslmode=require"
        RIVULET_DASHBOARD_DIRECTORY = "/var/lib/rivulet/dashboard"
        RIVULET_ETL_URL             = "http://etl.${var.name}.local:8082"
        RIVULET_SESSIONIZER_URL     = "http://sessionizer.${var.name}.local:8083"
        RIVULET_INGEST_URL          = "https://${var.ingest_host}"
        # The load balancer, wherever it is in the VPC. Not whoever comes: what a client itself says of its address
        # would be believed, and a limit of wrong passwords for each address would limit nobody.
        RIVULET_DASHBOARD_PROXIES = "10[.][0-9.]+|172[.](1[6-9]|2[0-9]|3[01])[.][0-9.]+|192[.]168[.][0-9.]+|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.][0-9.]+"
      }
      secrets = { RIVULET_BI_READER_PASSWORD = var.bi_reader_secret_arn, RIVULET_ADMIN_TOKEN = var.admin_token_secret_arn }
    }
  })

}

resource "aws_ecs_cluster" "rivulet" {
  name = var.name
}

resource "aws_cloudwatch_log_group" "services" {
  name              = "/${var.name}"
  retention_in_days = 30
}

resource "aws_service_discovery_private_dns_namespace" "local" {
  name = "${var.name}.local"
  vpc  = var.vpc_id
}

# Whom the dashboard asks.
resource "aws_service_discovery_service" "asked" {
  for_each = toset(["etl", "sessionizer"])
  name     = each.key
  dns_config {
    namespace_id = aws_service_discovery_private_dns_namespace.local.id
    dns_records {
      type = "A"
      ttl  = 10
    }
  }
}

resource "aws_ecs_task_definition" "service" {
  for_each                 = local.services
  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = aws_iam_role.start.arn
  task_role_arn            = aws_iam_role.lake.arn

  ephemeral_storage {
    size_in_gib = each.value.disk_gb
  }

  dynamic "volume" {
    for_each = each.value.kept == null ? [] : [each.value.kept]
    content {
      name = "kept"
      efs_volume_configuration {
        file_system_id     = aws_efs_file_system.kept.id
        transit_encryption = "ENABLED"
        authorization_config {
          access_point_id = aws_efs_access_point.kept[volume.value].id
        }
      }
    }
  }

  container_definitions = jsonencode([{
    name       = each.key
    image      = "${var.image}:${var.image_tag}"
    essential  = true
    entryPoint = ["bash", "-c"]
    # The projects file comes as a secret, since it has write keys.
    command      = ["printenv PROJECTS > /tmp/projects.yml && ${local.java} ${each.value.service}"]
    portMappings = [{ containerPort = each.value.port }]
    # In good order: a collector answers what is on its way, an archiver uploads what it has.
    stopTimeout = 30
    environment = [
      for name, value in merge(each.value.environment, { RIVULET_PROJECTS = "/tmp/projects.yml", LOGGING_STRUCTURED_FORMAT_CONSOLE = "ecs" }) :
      { name = name, value = value }
    ]
    secrets = [
      for name, arn in merge(each.value.secrets, { PROJECTS = var.projects_secret_arn }) : { name = name, valueFrom = arn }
    ]
    mountPoints = each.value.kept == null ? [] : [{ sourceVolume = "kept", containerPath = "/var/lib/rivulet" }]
    healthCheck = {
      command     = ["CMD", "bash", "/opt/rivulet/health-check.sh", tostring(each.value.port)]
      interval    = 10
      timeout     = 5
      retries     = 6
      startPeriod = 120
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.services.name
        awslogs-region        = var.region
        awslogs-stream-prefix = each.key
      }
    }
  }])
}

resource "aws_ecs_service" "service" {
  for_each        = local.services
  name            = each.key
  cluster         = aws_ecs_cluster.rivulet.id
  task_definition = aws_ecs_task_definition.service[each.key].arn
  desired_count   = each.value.count
  launch_type     = "FARGATE"
  # One that keeps a folder is stopped before its successor starts: two on one folder would disturb each other.
  deployment_minimum_healthy_percent = each.value.kept == null ? 100 : 0
  deployment_maximum_percent         = each.value.kept == null ? 200 : 100

  network_configuration {
    subnets         = var.private_subnets
    security_groups = [aws_security_group.services.id]
  }

  dynamic "load_balancer" {
    for_each = contains([8080, 8081], each.value.port) ? [each.value.port] : []
    content {
      target_group_arn = aws_lb_target_group.service[load_balancer.value == 8080 ? "ingest" : "dashboard"].arn
      container_name   = each.key
      container_port   = load_balancer.value
    }
  }

  dynamic "service_registries" {
    for_each = contains(keys(aws_service_discovery_service.asked), each.key) ? [each.key] : []
    content {
      registry_arn = aws_service_discovery_service.asked[service_registries.value].arn
    }
  }

  depends_on = [aws_lb_listener.https, aws_efs_mount_target.kept]
}

# What tasks may: read and write the lake, and nothing else.

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "lake" {
  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.lake.arn]
  }
  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = ["${aws_s3_bucket.lake.arn}/*"]
  }
}

resource "aws_iam_role" "lake" {
  name               = "${var.name}-lake"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy" "lake" {
  role   = aws_iam_role.lake.id
  policy = data.aws_iam_policy_document.lake.json
}

# What ECS needs to start them: images, logs, secrets.

data "aws_iam_policy_document" "secrets" {
  statement {
    actions = ["secretsmanager:GetSecretValue"]
    resources = [
      var.admin_token_secret_arn,
      var.bi_reader_secret_arn,
      var.projects_secret_arn,
      aws_db_instance.postgres.master_user_secret[0].secret_arn,
    ]
  }
}

resource "aws_iam_role" "start" {
  name               = "${var.name}-start"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy_attachment" "start" {
  role       = aws_iam_role.start.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "secrets" {
  role   = aws_iam_role.start.id
  policy = data.aws_iam_policy_document.secrets.json
}
