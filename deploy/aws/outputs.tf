output "balancer" {
  description = "Point both hosts here."
  value       = aws_lb.front.dns_name
}

output "postgres" {
  value = aws_db_instance.postgres.endpoint
}

output "kafka" {
  value = aws_msk_cluster.kafka.bootstrap_brokers_tls
}
