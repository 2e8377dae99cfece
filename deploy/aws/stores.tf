# Kafka: three brokers, three copies of which two must have an event before it is acknowledged.

resource "aws_msk_configuration" "kafka" {
  name              = var.name
  kafka_versions    = [var.kafka_version]
  server_properties = <<-EOT
    auto.create.topics.enable=false
    default.replication.factor=3
    min.insync.replicas=2
    offsets.topic.replication.factor=3
    transaction.state.log.replication.factor=3
    transaction.state.log.min.isr=2
    unclean.leader.election.enable=false
    # a sessionizer that stood still for long must still know where it was
    offsets.retention.minutes=525600
    log.retention.hours=168
  EOT
}

resource "aws_msk_cluster" "kafka" {
  cluster_name           = var.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = var.broker_type
    client_subnets  = var.private_subnets
    security_groups = [aws_security_group.stores.id]
    storage_info {
      ebs_storage_info {
        volume_size = var.broker_disk_gb
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.kafka.arn
    revision = aws_msk_configuration.kafka.latest_revision
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }
}

# The lake: all else can be computed from it.

resource "aws_s3_bucket" "lake" {
  bucket = var.bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "lake" {
  bucket                  = aws_s3_bucket.lake.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# Deliberately no versioning: an erased person's lines would live on in old versions.

# PostgreSQL: reports, runs, erasures.

resource "aws_db_subnet_group" "postgres" {
  name       = var.name
  subnet_ids = var.private_subnets
}

resource "aws_db_parameter_group" "postgres" {
  name   = var.name
  family = "postgres18"

  parameter {
    name  = "random_page_cost"
    value = "1.1"
  }
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "postgres" {
  identifier                  = var.name
  engine                      = "postgres"
  engine_version              = "18"
  instance_class              = var.database_class
  allocated_storage           = var.database_disk_gb
  storage_type                = "gp3"
  storage_encrypted           = true
  db_name                     = "analytics"
  username                    = "rivulet"
  manage_master_user_password = true
  db_subnet_group_name        = aws_db_subnet_group.postgres.name
  vpc_security_group_ids      = [aws_security_group.stores.id]
  parameter_group_name        = aws_db_parameter_group.postgres.name
  backup_retention_period     = 7
  deletion_protection         = true
  final_snapshot_identifier   = "${var.name}-last"
}

# Folders that must outlive a task: what collectors acknowledged while Kafka was away, and the dashboard's accounts.

resource "aws_efs_file_system" "kept" {
  encrypted       = true
  throughput_mode = "elastic"
}

resource "aws_efs_mount_target" "kept" {
  count           = 3
  file_system_id  = aws_efs_file_system.kept.id
  subnet_id       = var.private_subnets[count.index]
  security_groups = [aws_security_group.stores.id]
}

resource "aws_efs_access_point" "kept" {
  for_each       = setunion([for name in var.collectors : "ingest-${name}"], ["dashboard"])
  file_system_id = aws_efs_file_system.kept.id

  posix_user {
    uid = 10001
    gid = 10001
  }
  root_directory {
    path = "/${each.key}"
    creation_info {
      owner_uid   = 10001
      owner_gid   = 10001
      permissions = "0700"
    }
  }
}
